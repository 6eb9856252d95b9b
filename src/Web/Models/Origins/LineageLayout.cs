using WarpGrad.Contracts.Models;

namespace WarpGrad.Web.Models.Origins;

/// <summary>Where the things of a lineage are drawn.</summary>
/// <param name="Width">Width of the picture.</param>
/// <param name="Height">Height of the picture.</param>
/// <param name="Boxes">The things.</param>
/// <param name="Lines">What led to what, as SVG paths.</param>
public sealed record LineagePicture(double Width, double Height, IReadOnlyList<LineageBox> Boxes, IReadOnlyList<LineageLine> Lines);

/// <summary>Where a thing is drawn.</summary>
/// <param name="Node">The thing.</param>
/// <param name="Layer">Its column, from 0 at the left.</param>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
public sealed record LineageBox(LineageNode Node, int Layer, double X, double Y);

/// <summary>How one thing leads to another.</summary>
/// <param name="From">Id of the earlier thing.</param>
/// <param name="To">Id of the later one.</param>
/// <param name="Path">SVG path.</param>
public sealed record LineageLine(string From, string To, string Path);

/// <summary>
/// Draws a lineage from left to right: everything stands right of what it came from, and within a column near its neighbours.
/// Lines that pass a column get a place in it like a thing of their own, so that they run beside the boxes, not under them.
/// </summary>
public static class LineageLayout
{
    /// <summary>Width of a box.</summary>
    public const double BoxWidth = 180;

    /// <summary>Height of a box.</summary>
    public const double BoxHeight = 50;

    private const double ColumnGap = 18;
    private const double RowGap = 16;
    private const double PassHeight = 10;
    private const double Margin = 4;
    private const int Sweeps = 6;

    /// <summary>Places everything.</summary>
    public static LineagePicture Of(Lineage lineage)
    {
        var nodes = lineage.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id);
        var edges = lineage.Edges.Where(edge => edge.From != edge.To && nodes.ContainsKey(edge.From) && nodes.ContainsKey(edge.To)).Distinct().ToArray();
        var layerOf = LayersOf(nodes.Keys, edges);
        var (layers, ways) = Spread(nodes, edges, layerOf);
        Order(layers);
        Place(layers);
        var height = layers.SelectMany(layer => layer).Select(slot => slot.Y + slot.Height).DefaultIfEmpty().Max();
        var boxes = layers.SelectMany(layer => layer).Where(slot => slot.Node is not null).Select(slot => new LineageBox(slot.Node!, slot.Layer, X(slot.Layer), slot.Y)).ToArray();
        var lines = ways.Select(way => new LineageLine(way.Edge.From, way.Edge.To, LineagePath.Through(way.Slots.Select(Across)))).ToArray();
        return new LineagePicture(X(layers.Count) - ColumnGap + Margin, height + Margin, boxes, lines);
    }

    /// <summary>The column of each thing: one after the latest of those it came from. Circles, which no true lineage has, are cut.</summary>
    private static Dictionary<string, int> LayersOf(IEnumerable<string> ids, LineageEdge[] edges)
    {
        var before = edges.ToLookup(edge => edge.To, edge => edge.From);
        var layers = new Dictionary<string, int>();
        var open = new HashSet<string>();
        foreach (var id in ids)
            Visit(id);
        return layers;

        int Visit(string id)
        {
            if (layers.TryGetValue(id, out var known))
                return known;
            if (!open.Add(id))
                return -1;
            var layer = before[id].Select(Visit).DefaultIfEmpty(-1).Max() + 1;
            open.Remove(id);
            return layers[id] = layer;
        }
    }

    private static (List<List<Slot>> Layers, List<(LineageEdge Edge, List<Slot> Slots)> Ways) Spread(
        Dictionary<string, LineageNode> nodes, LineageEdge[] edges, Dictionary<string, int> layerOf)
    {
        List<List<Slot>> layers = [.. Enumerable.Range(0, layerOf.Values.DefaultIfEmpty(-1).Max() + 1).Select(_ => new List<Slot>())];
        var slots = nodes.ToDictionary(pair => pair.Key, pair => Add(layerOf[pair.Key], pair.Value));
        List<(LineageEdge, List<Slot>)> ways = [];
        foreach (var edge in edges)
        {
            List<Slot> way = [slots[edge.From]];
            for (var layer = layerOf[edge.From] + 1; layer < layerOf[edge.To]; layer++)
                way.Add(Add(layer, null));
            way.Add(slots[edge.To]);
            foreach (var (left, right) in way.Zip(way.Skip(1)))
            {
                left.Right.Add(right);
                right.Left.Add(left);
            }

            ways.Add((edge, way));
        }

        return (layers, ways);

        Slot Add(int layer, LineageNode? node)
        {
            var slot = new Slot(layer, node);
            layers[layer].Add(slot);
            return slot;
        }
    }

    // Each column in the order of the middles of its neighbours, from both sides in turn: few lines cross then.
    private static void Order(List<List<Slot>> layers)
    {
        Number(layers);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var forth = sweep % 2 == 0;
            foreach (var layer in forth ? layers : Enumerable.Reverse(layers))
            {
                var sorted = layer.OrderBy(slot => (forth ? slot.Left : slot.Right) is { Count: > 0 } near ? near.Average(other => other.Rank) : slot.Rank).ToArray();
                layer.Clear();
                layer.AddRange(sorted);
                Number([layer]);
            }
        }
    }

    private static void Number(List<List<Slot>> layers)
    {
        foreach (var layer in layers)
            for (var i = 0; i < layer.Count; i++)
                layer[i].Rank = (i + 0.5) / layer.Count;
    }

    // The highest column decides the height; the others stand around the same middle.
    private static void Place(List<List<Slot>> layers)
    {
        var tallest = layers.Select(HeightOf).DefaultIfEmpty().Max();
        foreach (var layer in layers)
        {
            var y = Margin + (tallest - HeightOf(layer)) / 2;
            foreach (var slot in layer)
            {
                slot.Y = y;
                y += slot.Height + RowGap;
            }
        }
    }

    private static double HeightOf(List<Slot> layer) => layer.Sum(slot => slot.Height + RowGap) - RowGap;

    private static double X(int layer) => Margin + layer * (BoxWidth + ColumnGap);

    private static LineageCrossing Across(Slot slot) => new(X(slot.Layer), X(slot.Layer) + BoxWidth, slot.Y + slot.Height / 2);

    /// <summary>A place in a column: of a thing, or of a line that passes.</summary>
    private sealed class Slot(int layer, LineageNode? node)
    {
        public int Layer { get; } = layer;

        public LineageNode? Node { get; } = node;

        public double Height => Node is null ? PassHeight : BoxHeight;

        public List<Slot> Left { get; } = [];

        public List<Slot> Right { get; } = [];

        public double Rank { get; set; }

        public double Y { get; set; }
    }
}
