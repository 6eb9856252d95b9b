using OxyPlot;
using WarpGrad.Cli.Results;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Cli.Plots;

/// <summary>One result file as figures show it.</summary>
/// <param name="Name">Name in legends; unique among the files drawn together.</param>
/// <param name="Result">The file.</param>
/// <param name="Color">Its colour in all figures.</param>
internal sealed record Method(string Name, ResultFile Result, OxyColor Color)
{
    // Okabe and Ito's colours, which colour-blind readers can tell apart.
    private static readonly OxyColor[] Palette =
    [
        OxyColor.FromRgb(0x00, 0x72, 0xB2), OxyColor.FromRgb(0xD5, 0x5E, 0x00), OxyColor.FromRgb(0x00, 0x9E, 0x73), OxyColor.FromRgb(0xCC, 0x79, 0xA7),
        OxyColor.FromRgb(0xE6, 0x9F, 0x00), OxyColor.FromRgb(0x56, 0xB4, 0xE9), OxyColor.FromRgb(0x44, 0x44, 0x44), OxyColor.FromRgb(0xB8, 0xA9, 0x00),
    ];

    /// <summary>Files with names and colours.</summary>
    /// <param name="files">Paths and contents.</param>
    public static IReadOnlyList<Method> Of(IReadOnlyList<(string Path, ResultFile Result)> files) =>
    [
        .. files.Select((file, place) => new Method(
            files.Count(other => other.Result.Label == file.Result.Label) == 1 ? file.Result.Label : $"{file.Result.Label} ({Path.GetFileNameWithoutExtension(file.Path)})",
            file.Result, Palette[place % Palette.Length])),
    ];

    /// <summary>A metric over meta-steps, joined over the seeds that succeeded; empty where it was not measured.</summary>
    /// <param name="metric">Name of the series.</param>
    public IReadOnlyList<(double Step, Spread Value)> Series(string metric) => Curves.Join(
    [
        .. Result.Runs.Where(run => run.State == RunState.Succeeded)
            .Select(run => run.Metrics.FirstOrDefault(series => series.Name == metric)?.Points ?? []),
    ]);
}
