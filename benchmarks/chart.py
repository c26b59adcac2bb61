"""Small line charts as SVG text, for staircase.py and drain.py.

Same numbers, same bytes. There is no background, and all colours can be read
on white and on black.
"""

INK = "#7a7a7a"
COLOURS = ("#3b8ae0", "#d97f1f", "#2f9e5f")


def get_ticks(highest):
    """Round numbers from 0 to at least `highest`, four to six of them."""
    step = 1
    while highest / step > 5:
        step *= 2.5 if str(step)[0] == "2" else 2
        step = int(step) if step == int(step) else step
    return [step * i for i in range(int(-(-highest // step)) + 1)]


def shorten(number):
    """At most one decimal, and no zero behind the point."""
    return ("%.1f" % number).removesuffix(".0")


class Chart:
    """A canvas that collects panels and text."""

    def __init__(self, width, height, title):
        self.lines = [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" '
            'font-family="sans-serif" font-size="11" fill="%s">' % (width, height, width, height, INK),
            "<title>%s</title>" % title,
        ]

    def write(self, x, y, text, anchor="start", extra=""):
        self.lines.append('<text x="%s" y="%s" text-anchor="%s"%s>%s</text>'
                          % (shorten(x), shorten(y), anchor, extra, text))

    def rule(self, x1, y1, x2, y2, extra=""):
        self.lines.append('<path d="M%s %sL%s %s" stroke="%s"%s/>'
                          % (shorten(x1), shorten(y1), shorten(x2), shorten(y2), INK, extra))

    def explain(self, x, y, colour, text, dashes=""):
        """An entry of the legend."""
        extra = ' stroke-dasharray="%s"' % dashes if dashes else ""
        self.lines.append('<path d="M%s %sh18" stroke="%s" stroke-width="2"%s/>' % (shorten(x), shorten(y - 4), colour, extra))
        self.write(x + 23, y, text)

    def save(self, path):
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(self.lines) + "\n</svg>\n")


class Panel:
    """A rectangle with two axes that start at 0; `place` maps numbers on x."""

    def __init__(self, chart, box, place, highest):
        self.chart, self.place = chart, place
        self.left, self.top, self.width, self.height = box
        self.ticks = get_ticks(highest)
        self.bottom = self.top + self.height

    def get_x(self, number):
        return self.left + self.width * self.place(number)

    def get_y(self, number):
        return self.bottom - self.height * number / self.ticks[-1]

    def frame(self, x_label, y_label, x_ticks, grid=()):
        """Axes with their labels, and lines at the numbers of `grid`."""
        right = self.left + self.width
        for number in grid:
            x = self.get_x(number)
            self.chart.rule(x, self.top, x, self.bottom, ' stroke-width="0.7" stroke-dasharray="2 3"')
        for number in self.ticks:
            y = self.get_y(number)
            self.chart.rule(self.left, y, right, y, ' stroke-width="%s"' % (1 if number == 0 else 0.3))
            self.chart.write(self.left - 5, y + 4, shorten(number), "end")
        for number in x_ticks:
            x = self.get_x(number)
            self.chart.rule(x, self.bottom, x, self.bottom + 4)
            self.chart.write(x, self.bottom + 16, str(number), "middle")
        self.chart.write((self.left + right) / 2, self.bottom + 31, x_label, "middle")
        y = (self.top + self.bottom) / 2
        turn = ' transform="rotate(-90 %s %s)"' % (shorten(self.left - 41), shorten(y))
        self.chart.write(self.left - 41, y, y_label, "middle", turn)

    def draw(self, points, colour, stairs=False, marks=False, dashes=""):
        """A line through the points; as `stairs` it is flat between them."""
        path, last = "", None
        for x, y in points:
            at = shorten(self.get_x(x)), shorten(self.get_y(y))
            if not path:
                path = "M%s %s" % at
            elif not stairs:
                path += "L%s %s" % at
            elif at[1] != last:
                path += "H%sV%s" % at
            last = at[1]
        if stairs:
            path += "H%s" % shorten(self.get_x(points[-1][0]))
        extra = ' stroke-dasharray="%s"' % dashes if dashes else ""
        width = 1 if dashes else 1.8
        self.chart.lines.append('<path d="%s" fill="none" stroke="%s" stroke-width="%s"%s/>' % (path, colour, width, extra))
        for x, y in points if marks else ():
            self.chart.lines.append('<circle cx="%s" cy="%s" r="3" fill="%s"/>'
                                    % (shorten(self.get_x(x)), shorten(self.get_y(y)), colour))
