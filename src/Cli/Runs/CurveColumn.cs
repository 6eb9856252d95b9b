using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace WarpGrad.Cli.Runs;

/// <summary>The score on validation tasks so far, drawn beside a run's bar.</summary>
internal sealed class CurveColumn : ProgressColumn
{
    private const int Width = 20;

    // Lines are drawn while values come.
    private readonly ConcurrentDictionary<int, double[]> _curves = new();

    /// <summary>Adds a value to the curve of a line.</summary>
    public void Add(ProgressTask line, double value) => _curves.AddOrUpdate(line.Id, [value], (_, known) => [.. known, value]);

    /// <inheritdoc />
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(Sparkline.Of(_curves.GetValueOrDefault(task.Id, []), Width), Color.Aqua);

    /// <inheritdoc />
    public override int? GetColumnWidth(RenderOptions options) => Width;
}
