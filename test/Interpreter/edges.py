"""Numbers at the ends of their types, infinities, and what is not a number."""

import numpy as np
from check import TYPES, Suite
s=Suite(); np.seterr(all="ignore"); INF=np.inf; NAN=np.nan
s.case("mod-u8", "nn.mod {0}, {1}", [np.array([5],"u8"), np.array([2**64-1],"u8")], np.array([5],"u8"))
s.case("log-integers", "nn.log {0}", [np.array([0, -1, 1, 20], "i8")], np.array([0, 0, 0, 2], "i8"))
s.case("log-sum-none", "nn.reduce log_sum {0} axes [0]", [np.array([0, 0], "i8")], np.array([0], "i8"))
s.case("prod-wraps", "nn.reduce prod {0} axes [0]", [np.array([2**62, 4, 3], "i8")], np.array([0], "i8"))
s.case("squares-wrap", "nn.reduce sum_square {0} axes [0]", [np.array([2**32, 3], "i8")], np.array([9], "i8"))
s.case("l1-wraps", "nn.reduce l1 {0} axes [0]", [np.array([-2**63, 1], "i8")], np.array([-2**63 + 1], "i8"))
s.case("cast-u8-f4", "nn.cast {0}", [np.array([2**63+2**62],"u8")], np.array([2**63+2**62],"f4"))
s.case("cast-u8-f8", "nn.cast {0}", [np.array([2**63+2**62],"u8")], np.array([2**63+2**62],"f8"))
s.case("cast-f8-u8", "nn.cast {0}", [np.array([2.0**63+2.0**62])], np.array([2**63+2**62],"u8"))
s.case("cast-f4-u1-neg", "nn.cast {0}", [np.array([-1.5],"f4")], np.array([255],"u1"))
s.case("cast-f8-f2", "nn.cast {0}", [np.array([1+2.0**-11+2.0**-30])], np.array([1+2.0**-11+2.0**-30]).astype("f2"))
s.case("pow-i8", "nn.pow {0}, {1}", [np.array([3],"i8"), np.array([39],"i8")], np.array([3**39],"i8"))
s.case("pow-neg", "nn.pow {0}, {1}", [np.array([2],"i4"), np.array([-1],"i4")], np.array([0],"i4"))
s.case("pow-wrap", "nn.pow {0}, {1}", [np.array([3],"i4"), np.array([21],"i4")], np.power(np.array([3],"i4"), np.array([21],"i4")))
s.case("pow-wrap8", "nn.pow {0}, {1}", [np.array([3],"i8"), np.array([45],"i8")], np.power(np.array([3],"i8"), np.array([45],"i8")))
s.case("lse-neginf", "nn.reduce log_sum_exp {0} axes [0]", [np.array([-INF,-INF],"f4")], np.array([-INF],"f4"))
s.case("lse-inf", "nn.reduce log_sum_exp {0} axes [0]", [np.array([INF,1],"f4")], np.array([INF],"f4"))
s.case("maxpool-nan", "nn.max_pool2d {0} kernel [1, 2]", [np.array([NAN,1],"f4").reshape(1,1,2,1)], np.array([NAN],"f4").reshape(1,1,1,1))
s.case("sign-nan", "nn.sign {0}", [np.array([NAN],"f4")], np.array([NAN],"f4"))
s.case("abs-min", "nn.abs {0}", [np.array([-2**63],"i8")], np.array([-2**63],"i8"))
s.case("argmax-nan", "nn.arg_reduce max {0} axis 0", [np.array([1,NAN,3],"f4")], np.array([1]))
s.case("argmax-nan0", "nn.arg_reduce max {0} axis 0", [np.array([NAN,1,3],"f4")], np.array([0]))
s.case("prelu-nan", "nn.prelu {0}, {1}", [np.array([1],"f4"),np.array([NAN],"f4")], np.array([1],"f4"))
s.case("sqrt-int", "nn.sqrt {0}", [np.array([16,17,-1],"i4")], np.array([4,4,0],"i4"))
s.case("recip-int", "nn.reciprocal {0}", [np.array([0,2,1],"i4")], np.array([0,0,1],"i4"))
s.case("l2-int", "nn.reduce l2 {0} axes [0]", [np.array([3,4],"i4")], np.array([5],"i4"))
s.case("avg-int", "nn.avg_pool2d {0} kernel [1, 2]", [np.array([3,4],"i4").reshape(1,1,2,1)], np.array([3],"i4").reshape(1,1,1,1))
for kind in ("i1", "i4", "i8", "u1", "u8"):
    low, high = np.iinfo(kind).min, np.iinfo(kind).max
    s.case("pad-%s-low" % kind, "nn.pad constant {0} low [1] high [0] value %d : %s" % (low, TYPES[kind]), [np.array([3], kind)], np.array([low, 3], kind))
    s.case("pad-%s-high" % kind, "nn.pad constant {0} low [0] high [1] value %d : %s" % (high, TYPES[kind]), [np.array([3], kind)], np.array([3, high], kind))
s.case("pad-nan", "nn.pad constant {0} low [1] high [0] value 0x7FC00000 : f32", [np.array([3], "f4")], np.array([np.nan, 3], "f4"))
s.case("resize-far", "nn.resize nearest asymmetric {0} scales [1.0e-30, 1.0]", [np.arange(4,dtype="f4").reshape(1,4,1,1)], np.array([0,3],"f4").reshape(1,2,1,1))
s.case("resize-far-c", "nn.resize cubic asymmetric {0} scales [1.0e-30, 1.0]", [np.arange(4,dtype="f4").reshape(1,4,1,1)], np.array([0,3],"f4").reshape(1,2,1,1))
s.case("abs-zero", "nn.reciprocal {0}", [np.array([0.0],"f4")], np.array([INF],"f4"))
s.case("gru-f", "nn.softmax {0} axis 0", [np.array([INF,1],"f4")], np.array([NAN,NAN],"f4"))
s.case("floor-u8", "nn.floor {0}", [np.array([2**63+1],"u8")], np.array([2**63+1],"u8"))
s.case("ceil-i8", "nn.ceil {0}", [np.array([2**53+1],"i8")], np.array([2**53+1],"i8"))
s.case("quant-nan", None, [np.array([NAN],"f4")], np.array([3],"u1"), body="""
{t} = nn.quantize {0} : (tensor<1xf32>) -> tensor<1x!quant.uniform<u8:f32, 0.5:3>>
{r} = nn.storage_cast {t} : (tensor<1x!quant.uniform<u8:f32, 0.5:3>>) -> tensor<1xui8>""")
s.run()
