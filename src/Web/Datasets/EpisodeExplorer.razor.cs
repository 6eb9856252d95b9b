using System.Globalization;
using Microsoft.AspNetCore.Components;
using WarpGrad.Client.Datasets;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Datasets;

/// <summary>Shows the tasks that runs make of a dataset. The server draws them by the rule of training.</summary>
public sealed partial class EpisodeExplorer
{
    private const int MostWays = 20, MostImages = 20;
    private static readonly long MostSeed = (long)SpecFields.Find("seed")!.Max!;

    private Episode? _episode;
    private ClassSplit _split;
    private string _ways = "5", _shots = "1", _queries = "5", _seed = "1", _step = "1", _task = "0";
    private bool _withinGroup, _rotations, _augmentation;
    private string? _failure;
    private int _asked;

    /// <summary>The dataset.</summary>
    [Parameter, EditorRequired] public Guid Dataset { get; set; }

    /// <summary>Facts of its newest version.</summary>
    [Parameter, EditorRequired] public DatasetVersionSummary Version { get; set; } = null!;

    private string Drawn => _split == ClassSplit.Train
        ? DatasetsTexts.TaskPractised.With(_seed, _step, Version.Number)
        : DatasetsTexts.TaskJudged.With(_seed, Version.Number);

    private string? WaysError => Wrong(DatasetsTexts.Ways, _ways, 2, MostWays);

    private string? ShotsError => Wrong(DatasetsTexts.Shots, _shots, 1, MostImages);

    private string? QueriesError => Wrong(DatasetsTexts.Queries, _queries, 1, MostImages);

    private string? SeedError => Wrong(DatasetsTexts.Seed, _seed, 0, MostSeed);

    private string? StepError => Wrong(DatasetsTexts.Step, _step, 1, int.MaxValue);

    private string? TaskError => Wrong(DatasetsTexts.Task, _task, 0, int.MaxValue);

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => _episode is null || _episode.Version == Version.Number ? Task.CompletedTask : ReadAsync();

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Wrong(string name, string text, long low, long high) =>
        Number(text) is { } number && number >= low && number <= high ? null : DatasetsTexts.WholeNumber.With(name, Say.Count(low), Say.Count(high));

    private Task SplitAsync(string key) => ChangeAsync(() => _split = Enum.Parse<ClassSplit>(key, ignoreCase: true));

    private Task ChangeAsync(Action change)
    {
        change();
        return ReadAsync();
    }

    private Task NextAsync() => ChangeAsync(() =>
    {
        if (_split == ClassSplit.Train)
            _step = ((Number(_step) ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        else
            _task = ((Number(_task) ?? -1) + 1).ToString(CultureInfo.InvariantCulture);
    });

    private async Task ReadAsync()
    {
        var mine = ++_asked;
        if ((WaysError ?? ShotsError ?? QueriesError ?? SeedError ?? StepError ?? TaskError) is not null)
            return;
        var task = new TaskSpec
        {
            Ways = (int)Number(_ways)!,
            Shots = (int)Number(_shots)!,
            Queries = (int)Number(_queries)!,
            WithinGroup = _withinGroup,
            Rotations = _rotations,
            Augmentation = _augmentation,
        };
        Episode? drawn = null;
        var failure = await Notices.FailureOf(async () =>
            drawn = await Client.Datasets.EpisodeAsync(Dataset, _split, task, Number(_seed)!.Value, Number(_step)!.Value, (int)Number(_task)!.Value));
        // An answer to an earlier choice may come last.
        if (mine == _asked)
            (_episode, _failure) = (drawn, failure);
    }

    private static string Name(EpisodeWay way)
    {
        var name = way.Group.Length > 0 ? $"{way.Group}, {way.Name}" : way.Name;
        return way.Turns > 0 ? DatasetsTexts.Turned.With(name, 90 * way.Turns) : name;
    }

    // An image turned is an image of another class: it counts with its turn.
    private static string Shared(Episode episode)
    {
        var support = episode.Classes.SelectMany(way => way.Support.Select(image => (image, way.Turns))).ToHashSet();
        var query = episode.Classes.SelectMany(way => way.Query.Select(image => (image, way.Turns))).ToHashSet();
        var both = support.Intersect(query).Count();
        var turned = support.Select(one => one.image).Intersect(query.Select(one => one.image)).Count() - both;
        var (supports, queries) = (Say.Count(support.Count, DatasetsTexts.OneSupportImage, DatasetsTexts.ManySupportImages), Say.Count(query.Count, DatasetsTexts.OneQueryImage, DatasetsTexts.ManyQueryImages));
        var same = both == 0 ? DatasetsTexts.NoneInBoth.With(supports, queries) : DatasetsTexts.SomeInBoth.With(supports, queries, Say.Count(both, DatasetsTexts.OneIs, DatasetsTexts.ManyAre));
        return turned == 0 ? same : $"{same} {DatasetsTexts.TurnedInBoth.With(Say.Count(turned, DatasetsTexts.OneImageIs, DatasetsTexts.ManyImagesAre))}";
    }

    private string Origin(Episode episode) => (_rotations && _split == ClassSplit.Train ? DatasetsTexts.DrawnFromTurned : DatasetsTexts.DrawnFrom)
        .With(Say.Count(episode.Classes.Count), Say.Count(episode.Pool), Say.Key(episode.Split));

    private static string Parts(DatasetVersionSummary version) => DatasetsTexts.OneSplitOnly
        .With(Say.Count(version.TrainClasses), Say.Count(version.ValidationClasses), Say.Count(version.TestClasses), Say.Count(version.Classes));

    private RenderFragment Images(EpisodeWay way, IReadOnlyList<int> images, string alternative) => builder =>
    {
        foreach (var image in images)
        {
            builder.OpenElement(0, "img");
            builder.SetKey(image);
            builder.AddAttribute(1, "src", DatasetsClient.ImagePath(Dataset, image));
            builder.AddAttribute(2, "alt", alternative.With(Name(way), image));
            builder.AddAttribute(3, "title", DatasetsTexts.Image.With(image));
            builder.AddAttribute(4, "loading", "lazy");
            builder.AddAttribute(5, "class", $"turn{way.Turns}");
            builder.CloseElement();
        }
    };
}
