using System.Globalization;
using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.TryIt;

/// <summary>Adapts a model to what the visitor gives and shows what it makes of it.</summary>
public sealed partial class TryItPanel : IAsyncDisposable
{
    private readonly CancellationTokenSource _left = new();
    private Question _question = null!;
    private IReadOnlyList<TakenImage> _asked = [];
    private AdaptAndPredictResponse? _with, _without;
    private AdaptAndPredictRequest? _answered;
    private AdaptationDetail? _kept;
    private KeptList? _list;

    // What the kept adaptation has seen of the examples that stand in the form.
    private HashSet<object> _seen = [];
    private LiveAdaptation? _live;
    private string? _failure;
    private string _steps = "";
    private string _rate = "";
    private string _version = "";
    private string _answeredVersion = "";
    private bool _warped = true;
    private bool _busy;

    /// <summary>The model.</summary>
    [Parameter, EditorRequired] public ModelDetail Model { get; set; } = null!;

    /// <summary>Its newest version.</summary>
    [Parameter, EditorRequired] public ModelVersionDetail Version { get; set; } = null!;

    /// <summary>Called with the options of the next question, also at the beginning.</summary>
    [Parameter] public EventCallback<CallOptions> OptionsChanged { get; set; }

    /// <summary>Heading.</summary>
    [Parameter] public string Title { get; set; } = TryItTexts.TryIt;

    [Inject] private WarpGradClient Client { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private ImageHandover Handover { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private int? Steps => int.TryParse(_steps, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && steps <= Limits.AdaptationSteps ? steps : null;

    private double? Rate => double.TryParse(_rate, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 10 ? rate : null;

    private string? StepsError => Steps is null ? TryItTexts.StepsWrong.With(Limits.AdaptationSteps) : null;

    private string? RateError => Rate is null ? TryItTexts.RateWrong : null;

    private string? Missing => _question.Missing ?? (Steps is null || Rate is null ? TryItTexts.MendOptions : null);

    private TaskFamily Family => Version.Spec.Task.Family;

    private string Invitation => Family switch
    {
        TaskFamily.FewShotImages or TaskFamily.MultiShotImages => TryItTexts.ImagesInvite,
        TaskFamily.Sinusoids => TryItTexts.SinusoidsInvite,
        TaskFamily.ContinualSines => TryItTexts.ContinualInvites,
        TaskFamily.Maze => TryItTexts.MazeInvites,
        TaskFamily.Surfaces => TryItTexts.SurfacesInvite,
        _ => "",
    };

    private AdaptAndPredictResponse? Answer => _warped ? _with : _without;

    private AdaptAndPredictResponse? Other => _warped ? _without : _with;

    private bool HasWarps => Version.Spec.Learner is { Warp: not WarpDesign.None } or { WarpHead: true };

    /// <summary>Whether the question can be asked both ways; what was predicted later with a kept adaptation was only asked with warps.</summary>
    private bool MaySwitch => CanKeep && HasWarps && _with?.Trace is not null;

    private bool CanKeep => Family is not (TaskFamily.Maze or TaskFamily.Surfaces);

    /// <summary>Whether the answer shown is kept, or can be: it can be made anew only from what was asked here.</summary>
    private bool MayKeep => CanKeep && _warped && (_kept is not null || _answered is not null);

    private string Verb => Family switch
    {
        TaskFamily.Maze => TryItTexts.LetWalk,
        TaskFamily.Surfaces => TryItTexts.Descend,
        _ => TryItTexts.AdaptAndPredict,
    };

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        _question = Question.For(Version.Spec);
        if (_question is ImageQuestion images)
            _question = Handover.Take(images.Ways) ?? images;
        _steps = Version.Spec.InnerLoop.Steps.ToString(CultureInfo.InvariantCulture);
        _rate = Version.Spec.InnerLoop.LearningRate.ToString(CultureInfo.InvariantCulture);
        _version = Version.Summary.Number.ToString(CultureInfo.InvariantCulture);
        return TellOptionsAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The browser looked for the anchor before this panel was there.
        if (firstRender && Navigation.Uri.EndsWith("#try-it", StringComparison.Ordinal))
            await Browser.ScrollToAsync("try-it");
    }

    private void FindBest()
    {
        if (_question is ImageQuestion images)
            Handover.Give(images);
        Navigation.NavigateTo("/models/find");
    }

    private Task PredictAsync()
    {
        var (request, version) = (_question.Request with { Steps = Steps, LearningRate = Rate }, _version);
        request = request with { Trace = CanKeep && (long)request.Query.Count * (Steps!.Value + 1) <= Limits.TracedPredictions };
        return WorkAsync(async queries =>
        {
            var answer = await AskAsync(request, version, queries);
            (_with, _without, _warped) = (answer, null, true);
            (_answered, _answeredVersion, _kept, _asked) = (request, version, null, queries);
        });
    }

    /// <summary>Shows the answer with the warps or without them; the latter is asked for when it is first wanted.</summary>
    private async Task SwitchAsync(bool warped)
    {
        if (warped || _without is not null)
            _warped = warped;
        else
            await WorkAsync(async _ =>
            {
                var plain = _answered! with { Warp = false, LeaveOneOut = LeaveOneOut.Never };
                _without = await AskAsync(plain, _answeredVersion, [.. _asked]);
                _warped = false;
            });
        await TellOptionsAsync();
    }

    /// <summary>Asks, and shows on the way how adapting goes where that takes long enough to be seen.</summary>
    private async Task<AdaptAndPredictResponse> AskAsync(AdaptAndPredictRequest request, string version, IReadOnlyList<TakenImage> queries)
    {
        var (team, model) = (Model.Summary.Team, Model.Summary.Slug);
        if (!request.Trace)
            return await Client.Adaptations.AdaptAndPredictAsync(team, model, request, version, _left.Token);
        var live = new LiveAdaptation(request.Steps!.Value, queries);
        var progress = new Progress<TracedStep>(step =>
        {
            live.Steps.Add(step);
            _live = live;
            StateHasChanged();
        });
        try
        {
            return await Client.Adaptations.AdaptAndPredictAsync(team, model, request, progress, version, _left.Token);
        }
        finally
        {
            _live = null;
        }
    }

    private async Task DescendFromAsync(SurfacePoint start)
    {
        var surface = (SurfaceDraft)_question;
        (surface.Start[0], surface.Start[1]) = (start.X1, start.X2);
        await TellOptionsAsync();
        if (!_busy && Missing is null)
            await PredictAsync();
    }

    private Task TellOptionsAsync()
    {
        var whole = _question.Missing is null;
        var files = whole && _question is ImageQuestion images ? images.Files : null;
        return OptionsChanged.InvokeAsync(new CallOptions(
            Steps, Rate, _warped, Model.Versions.Count > 1 ? _version : null, whole && _question is not ImageQuestion ? _question.Request : null, files));
    }

    /// <summary>Keeps the adaptation that the answer shown came from: it is made anew from the same examples, to the same result.</summary>
    private Task KeepAsync() => WorkAsync(async _ =>
    {
        _kept = await MakeKeptAsync();
        _seen = [.. _answered!.Support.Select(Known)];
        await ListAnewAsync();
    });

    private Task<AdaptationDetail> MakeKeptAsync() => Client.Adaptations.CreateAsync(
        Model.Summary.Team, Model.Summary.Slug,
        new CreateAdaptationRequest
        {
            Support = _answered!.Support,
            Steps = _answered.Steps,
            LearningRate = _answered.LearningRate,
            LeaveOneOut = LeaveOneOut.Never,
            Name = TryItTexts.FromPage.With(Model.Summary.Name),
        },
        _with!.Version.ToString(CultureInfo.InvariantCulture), _left.Token);

    /// <summary>Goes on with one that was kept before: its classes stand in the form, for further examples of them.</summary>
    private Task OpenAsync(AdaptationSummary chosen) => WorkAsync(async _ =>
    {
        _kept = await Client.Adaptations.GetAsync(chosen.Id, _left.Token);
        (_with, _without, _warped, _answered, _asked, _seen) = (_kept.Result, null, true, null, [], []);
        if (_question is ImageQuestion images && images.Bins.All(bin => bin.Images.Count == 0))
            for (var place = 0; place < (_with?.Labels.Count ?? 0); place++)
            {
                if (place == images.Bins.Count)
                    images.Bins.Add(new LabelledBin());
                images.Bins[place].Name = _with!.Labels[place];
            }
    });

    private Task AddExamplesAsync() => WorkAsync(async _ =>
    {
        var further = _question.Request.Support.Where(example => !_seen.Contains(Known(example))).ToList();
        if (further.Count == 0)
        {
            _failure = TryItTexts.NoFurther;
            return;
        }

        _kept = await Client.Adaptations.AddSupportAsync(_kept!.Id, new AddSupportRequest { Support = further, Steps = Steps, LearningRate = Rate, LeaveOneOut = LeaveOneOut.Never }, _left.Token);
        _seen.UnionWith(further.Select(Known));
        (_with, _without, _answered) = (_kept.Result ?? _with, null, null);
        await ListAnewAsync();
    });

    // The same image is the same array as long as it stands in the form.
    private static object Known(SupportExample example) => example.Image is { } image ? image : (example.X![0], example.Y![0]);

    private void Forget(Guid deleted)
    {
        if (_kept?.Id == deleted)
            _kept = null;
    }

    private Task ListAnewAsync() => _list?.ReadAsync() ?? Task.CompletedTask;

    private Task PredictMoreAsync() => WorkAsync(async queries =>
    {
        var more = await Client.Adaptations.PredictAsync(_kept!.Id, new PredictRequest { Query = _question.Request.Query }, _left.Token);
        _with = _with! with { Predictions = more.Predictions, Timings = more.Timings, Trace = null };
        (_without, _asked) = (null, queries);
    });

    private Task DeleteAsync() => WorkAsync(async _ =>
    {
        await Client.Adaptations.DeleteAsync(_kept!.Id, _left.Token);
        _kept = null;
        await ListAnewAsync();
    });

    private async Task WorkAsync(Func<TakenImage[], Task> work)
    {
        (_busy, _failure) = (true, null);
        TakenImage[] queries = _question is ImageQuestion images ? [.. images.Queries] : [];
        _failure = await Notices.FailureOf(() => work(queries)) ?? _failure;
        _busy = false;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
        var images = _question is ImageQuestion question ? question.Bins.SelectMany(bin => bin.Images).Concat(question.Queries) : [];
        foreach (var image in images.Concat(_asked))
            await Browser.ForgetImageAsync(image);
    }
}
