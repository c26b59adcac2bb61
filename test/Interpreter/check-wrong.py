"""Expects what is wrong on purpose."""

import sys

import numpy as np
from check import Suite

s = Suite()
X = np.array([1, 2, 3], "f4")
s.case("good", "nn.neg {0}", [X], -X)
s.case("value", "nn.abs {0}", [X], np.array([1, 2.5, 3], "f4"))
s.case("sign", "nn.neg {0}", [X], X)
s.case("not-a-number", "nn.sqrt {0}", [-X], np.zeros(3, "f4"))
s.case("whole", "nn.neg {0}", [np.array([2**60 + 1])], np.array([-2**60]))
s.case("good-nan", "nn.sqrt {0}", [-X], np.full(3, np.nan, "f4"))
if "type" in sys.argv:
    s.case("type", "nn.neg {0}", [X], -X.astype("f8"))
s.run()
