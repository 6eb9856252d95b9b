using WarpGrad.Contracts.Models;
using WarpGrad.Web.Models.Origins;

namespace WarpGrad.Web.Tests;

public sealed class LineageLayoutTests
{
    [Fact]
    public void Nothing_makes_an_empty_picture()
    {
        var picture = LineageLayout.Of(new Lineage([], []));
        Assert.Empty(picture.Boxes);
        Assert.Empty(picture.Lines);
    }

    [Fact]
    public void Everything_stands_right_of_what_it_came_from()
    {
        var lineage = Of("data>run", "run>checkpoint", "checkpoint>v1", "run>v2", "v1>fork", "data>fork", "fork>v3", "v1>uses");
        var picture = LineageLayout.Of(lineage);
        var x = picture.Boxes.ToDictionary(box => box.Node.Id, box => box.X);
        Assert.All(lineage.Edges, edge => Assert.True(x[edge.From] + LineageLayout.BoxWidth < x[edge.To]));
        Assert.Equal(lineage.Edges.Count, picture.Lines.Count);
    }

    [Fact]
    public void Fifty_things_neither_overlap_nor_leave_the_picture()
    {
        var edges = Enumerable.Range(1, 49).Select(i => $"n{(i * 7 % i + i / 3) % i}>n{i}")
            .Concat(Enumerable.Range(10, 30).Select(i => $"n{i / 4}>n{i}")).Distinct().ToArray();
        var picture = LineageLayout.Of(Of(edges));
        Assert.Equal(50, picture.Boxes.Count);
        foreach (var (one, other) in picture.Boxes.SelectMany((one, i) => picture.Boxes.Skip(i + 1).Select(other => (one, other))))
            Assert.True(Math.Abs(one.X - other.X) >= LineageLayout.BoxWidth || Math.Abs(one.Y - other.Y) >= LineageLayout.BoxHeight);
        Assert.All(picture.Boxes, box =>
        {
            Assert.InRange(box.X, 0, picture.Width - LineageLayout.BoxWidth);
            Assert.InRange(box.Y, 0, picture.Height - LineageLayout.BoxHeight);
        });
    }

    [Fact]
    public void Two_separate_chains_do_not_cross()
    {
        var picture = LineageLayout.Of(Of("a1>a2", "b1>b2", "a2>a3", "b2>b3"));
        var y = picture.Boxes.ToDictionary(box => box.Node.Id, box => box.Y);
        Assert.Equal(Math.Sign(y["a1"] - y["b1"]), Math.Sign(y["a2"] - y["b2"]));
        Assert.Equal(Math.Sign(y["a2"] - y["b2"]), Math.Sign(y["a3"] - y["b3"]));
    }

    [Fact]
    public void A_long_line_passes_beside_the_boxes_between()
    {
        var picture = LineageLayout.Of(Of("a>b", "b>c", "a>c"));
        Assert.Equal(3, picture.Boxes.Select(box => box.Layer).Distinct().Count());
        Assert.Equal(2, picture.Lines.Single(line => line is { From: "a", To: "c" }).Path.Count(letter => letter == 'C'));
    }

    [Fact]
    public void Circles_and_edges_to_nowhere_do_no_harm()
    {
        var lineage = Of("a>b", "b>c", "c>a");
        var picture = LineageLayout.Of(lineage with { Edges = [.. lineage.Edges, new LineageEdge("a", "nowhere"), new LineageEdge("a", "a")] });
        Assert.Equal(3, picture.Boxes.Count);
    }

    private static Lineage Of(params string[] edges)
    {
        var pairs = edges.Select(edge => edge.Split('>')).Select(ends => new LineageEdge(ends[0], ends[1])).ToArray();
        var ids = pairs.SelectMany(edge => new[] { edge.From, edge.To }).Distinct();
        return new Lineage([.. ids.Select(id => new LineageNode(id, LineageKind.Run, id, "", null, false))], pairs);
    }
}
