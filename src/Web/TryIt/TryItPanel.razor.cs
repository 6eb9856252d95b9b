using System.Globalization;
using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Models;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.TryIt;

/// <summary>Adapts a model to images of the visitor's disk and shows what it predicts.</summary>
public sealed partial class TryItPanel : IAsyncDisposable
{
    private readonly List<LabelledBin> _bins = [new(), new()];
    private readonly List<TakenImage> _queries = [];
    private readonly CancellationTokenSource _left = new();
    private IReadOnlyList<TakenImage> _asked = [];
    private AdaptAndPredictResponse? _answer;
    private string? _failure;
    private string _steps = "";
    private string _rate = "";
    private string _version = "";
    private bool _busy;

    /// <summary>The model.</summary>
    [Parameter, EditorRequired] public ModelDetail Model { get; set; } = null!;

    /// <summary>Its newest version.</summary>
    [Parameter, EditorRequired] public ModelVersionDetail Version { get; set; } = null!;

    [Inject] private WarpGradClient Client { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private int? Steps => int.TryParse(_steps, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && steps <= Limits.AdaptationSteps ? steps : null;

    private double? Rate => double.TryParse(_rate, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 10 ? rate : null;

    private string? StepsError => Steps is null ? $"A whole number from 0 to {Limits.AdaptationSteps}." : null;

    private string? RateError => Rate is null ? "A number from 0 to 10." : null;

    private string? Missing
    {
        get
        {
            var full = _bins.Where(bin => bin.Images.Count > 0).ToArray();
            if (full.Any(bin => bin.Label.Length == 0))
                return "Name every class that has examples.";
            if (full.GroupBy(bin => bin.Label).FirstOrDefault(group => group.Count() > 1) is { } twice)
                return $"Two classes are named {twice.Key}.";
            if (full.Length < 2)
                return "Show examples of at least two classes.";
            if (_queries.Count == 0)
                return "Add an image to predict.";
            return Steps is null || Rate is null ? "Mend the options." : null;
        }
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _steps = Version.Spec.InnerLoop.Steps.ToString(CultureInfo.InvariantCulture);
        _rate = Version.Spec.InnerLoop.LearningRate.ToString(CultureInfo.InvariantCulture);
        _version = Version.Summary.Number.ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The browser looked for the anchor before this panel was there.
        if (firstRender && Navigation.Uri.EndsWith("#try-it", StringComparison.Ordinal))
            await Browser.ScrollToAsync("try-it");
    }

    private async Task PredictAsync()
    {
        (_busy, _failure) = (true, null);
        var queries = _queries.ToArray();
        var request = new AdaptAndPredictRequest
        {
            Support = [.. _bins.SelectMany(bin => bin.Images.Select(image => new SupportImage(bin.Label, image.Bytes)))],
            Query = [.. queries.Select((image, i) => new QueryImage($"{i + 1}: {image.Name}", image.Bytes))],
            Steps = Steps,
            LearningRate = Rate,
        };
        var version = int.Parse(_version, CultureInfo.InvariantCulture);
        _failure = await Notices.FailureOf(async () =>
        {
            _answer = await Client.Adaptations.AdaptAndPredictAsync(Model.Summary.Team, Model.Summary.Slug, request, version, _left.Token);
            _asked = queries;
        });
        _busy = false;
    }

    private async Task RemoveAsync(LabelledBin bin)
    {
        _bins.Remove(bin);
        foreach (var image in bin.Images)
            await Browser.ForgetImageAsync(image);
    }

    private static string Ms(double milliseconds) => Say.Duration(TimeSpan.FromMilliseconds(milliseconds));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
        foreach (var image in _bins.SelectMany(bin => bin.Images).Concat(_queries).Concat(_asked))
            await Browser.ForgetImageAsync(image);
    }
}
