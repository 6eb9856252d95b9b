using System.Globalization;
using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;
using WarpGrad.Web.TryIt;

namespace WarpGrad.Web.Models.Inspector;

/// <summary>Shows what the warps of a model do: from its file, from tasks drawn anew, or from the visitor's images.</summary>
public sealed partial class InspectorPanel : IAsyncDisposable
{
    private readonly CancellationTokenSource _left = new();
    private readonly LastQuestion _question = new();
    private ImageQuestion _images = null!;
    private WarpInspection? _inspection;
    private string? _failure;
    private string _version = "";
    private bool _busy, _asks;

    /// <summary>Slug of the owning team.</summary>
    [Parameter, EditorRequired] public string Team { get; set; } = "";

    /// <summary>Slug of the model.</summary>
    [Parameter, EditorRequired] public string Model { get; set; } = "";

    /// <summary>Versions to choose from, the newest first.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<ModelVersionSummary> Versions { get; set; } = [];

    /// <summary>Spec of the newest version.</summary>
    [Parameter, EditorRequired] public RunSpec Spec { get; set; } = null!;

    [Inject] private WarpGradClient Client { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    private bool TakesImages => Spec.Task.Family.NeedsDataset();

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        _images = new ImageQuestion(Spec.Learner.Head == HeadKind.Fixed ? Spec.Task.Ways : null, asks: false);
        _version = Versions.Max(version => version.Number).ToString(CultureInfo.InvariantCulture);
        return InspectAsync([]);
    }

    private Task ChooseAsync(ChangeEventArgs e)
    {
        _version = e.Value?.ToString() ?? _version;
        return InspectAsync([]);
    }

    private Task InspectWithImagesAsync() => InspectAsync(_images.Request.Support);

    private async Task InspectAsync(IReadOnlyList<SupportExample> support)
    {
        (_busy, _failure, _inspection) = (true, null, null);
        StateHasChanged();
        _failure = await Notices.FailureOf(() => _question.AskAsync(
            () => Client.Adaptations.InspectAsync(Team, Model, new InspectModelRequest { Support = support }, _version, _left.Token), answer => _inspection = answer.Inspection));
        _busy = false;
        // A file without figures needs images to be looked at.
        _asks |= _failure is not null && support.Count == 0 && TakesImages;
    }

    private static string Measured(WarpInspection inspection)
    {
        var tasks = Say.Count(inspection.Tasks, ModelsTexts.Task, ModelsTexts.TaskCount);
        var steps = Say.Count(inspection.Steps, ModelsTexts.AdaptationStep, ModelsTexts.AdaptationSteps);
        return inspection.Source switch
        {
            InspectionSource.Training => ModelsTexts.MeasuredInTraining.With(tasks, steps),
            InspectionSource.Drawn => ModelsTexts.MeasuredOnDrawn.With(tasks, steps),
            _ => ModelsTexts.MeasuredOnImages.With(steps),
        };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
        foreach (var image in _images.Bins.SelectMany(bin => bin.Images))
            await Browser.ForgetImageAsync(image);
    }
}
