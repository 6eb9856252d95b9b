using System.Xml.Linq;
using WarpGrad.Cli.Plots;
using WarpGrad.Cli.Results;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Tests;

/// <summary>From result files to figures.</summary>
public sealed class PlotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("warpgrad-plots-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Methods_are_compared_in_one_figure_for_each_question()
    {
        var figures = await DrawAsync(Some("leap", 0.2), Some("warp-leap", 0.3));

        Assert.Equal(["adaptation-accuracy", "adaptation-loss-accuracy", "final-accuracy", "train-loss-accuracy", "validation-accuracy"], figures.Keys.Order());
        Assert.All(figures.Values, svg => Assert.Contains("warp-leap", svg, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_picture_gives_the_figures_of_its_family(TaskPicture picture, string[] expected)
    {
        var figures = await DrawAsync(Some("one", 0.1, picture));

        Assert.All(expected, name => Assert.Contains(name, figures.Keys));
    }

    [Fact]
    public void A_file_is_read_as_it_was_written()
    {
        var path = Path.Combine(_folder, "sub", "result.json");
        Some("leap", 0.2, Forgetful()).Write(path);

        var read = ResultFile.Read(path);

        Assert.Equal(("leap", 3), (read.Label, read.Runs.Count));
        Assert.Equal(0.01, Assert.IsType<StreamPicture>(read.Runs[0].Picture!.Picture).Losses[0][0]);
    }

    [Fact]
    public void Another_file_is_refused_by_name()
    {
        var path = Path.Combine(_folder, "other.json");
        File.WriteAllText(path, """{ "some": "thing" }""");

        Assert.Contains("other.json", Assert.Throws<CliException>(() => ResultFile.Read(path)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<TaskPicture, string[]> Pictures => new()
    {
        { new CurvePicture([0, 1], [0, 1], [0, 1, 2], [0, 1, 2], [new CurveFit(0, [0, 0, 0]), new CurveFit(5, [0, 1, 2])]), ["one-fit"] },
        { Forgetful(), ["one-fit", "one-forgetting", "one-stream"] },
        { new SurfacePicture(3, 2, [0, 1, 2, 3], [0, 1, 2, 3], [new(0, 0), new(1, 1)], [new(0, 0), new(2, 2)], [new(0, 0), new(1, 0)], [1, 0.5], [1, 0.1]), ["one-descent", "one-losses"] },
    };

    private static StreamPicture Forgetful() => new(
        [-5, 0, 5], [-5, 0, 5], [0, 1, 0], [new CurveFit(0, [0, 0, 0]), new CurveFit(10, [0, 1, 0]), new CurveFit(20, [0, 1, 1])],
        [[0.01, 2], [0.5, 0.01]], [0, 10, 20], [[1, 0.01, 0.5], [1, 2, 0.01]]);

    private async Task<Dictionary<string, string>> DrawAsync(params ResultFile[] results)
    {
        var files = results.Select(result => Path.Combine(_folder, $"{result.Label}.json")).ToArray();
        foreach (var (result, file) in results.Zip(files))
            result.Write(file);
        var target = Path.Combine(_folder, "figures");

        var code = await PlotCommand.Create().Parse([.. files, "--out", target]).InvokeAsync();

        Assert.Equal(ExitCodes.Success, code);
        return Directory.EnumerateFiles(target).ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => XDocument.Load(file).ToString());
    }

    private static ResultFile Some(string label, double gain, TaskPicture? picture = null)
    {
        var runs = Enumerable.Range(1, 3).Select(seed => Run(seed, gain, picture)).ToList();
        return new ResultFile
        {
            Label = label,
            Recipe = label,
            Overrides = [],
            Spec = new RunSpec(),
            Dataset = null,
            Measure = Measure.Accuracy,
            Summary = ResultSummary.Of([.. runs.Select(run => run.Result!)]),
            Runs = runs,
            Hardware = Hardware.Here(),
            SoftwareVersion = "test",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
    }

    private static SeedResult Run(int seed, double gain, TaskPicture? picture)
    {
        var noise = seed * 0.01;
        var result = new EvaluationSummary(
            Measure.Accuracy, 0.5 + gain + noise, 0.01, 1, 100, [0, 1, 5], [0.2, 0.5, 0.5 + gain + noise], [2, 1.5, 1], new Dictionary<string, double>());
        MetricSeries[] metrics =
        [
            new(MetricNames.ValidationAfter(Measure.Accuracy), [.. Enumerable.Range(0, 20).Select(n => new MetricPoint(n * 10, 0.2 + gain * n / 20 + noise))]),
            new(MetricNames.TrainLossAfter, [.. Enumerable.Range(0, 400).Select(n => new MetricPoint(n, 3.0 / (1 + n) + noise))]),
        ];
        return new SeedResult(
            seed, Guid.NewGuid(), RunState.Succeeded, null, 400, 12.5, result, null, metrics, picture is null ? null : new RunPicture(400, picture));
    }
}
