using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;
using WarpGrad.Web.SignIn;
using WarpGrad.Web.TryIt;

namespace WarpGrad.Web.Finder;

/// <summary>Finds the model that adapts best to the visitor's images.</summary>
public sealed partial class FinderPage : IAsyncDisposable
{
    private readonly CancellationTokenSource _left = new();
    private ImageQuestion _question = new(null, asks: false);
    private ModelRanking? _ranking;
    private string? _failure;
    private bool _busy;

    [Inject] private WarpGradClient Client { get; set; } = null!;

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private Session Session { get; set; } = null!;

    [Inject] private ImageHandover Handover { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private IEnumerable<LabelledBin> Full => _question.Bins.Where(bin => bin.Images.Count > 0);

    private string? Missing => _question.Missing
        ?? (Full.FirstOrDefault(bin => bin.Images.Count < 2) is { } single ? FinderTexts.OnlyOne.With(single.Label) : null)
        ?? (Full.Sum(bin => bin.Images.Count) > Limits.RankedImages ? FinderTexts.TooMany.With(Limits.RankedImages) : null);

    /// <inheritdoc />
    protected override void OnInitialized() => _question = Handover.Take(ways: null, asks: false) ?? _question;

    private async Task RankAsync()
    {
        (_busy, _failure) = (true, null);
        _failure = await Notices.FailureOf(async () =>
            _ranking = await Client.Adaptations.RankAsync(Session.TeamSlug, new RankModelsRequest { Support = _question.Request.Support }, _left.Token));
        _busy = false;
    }

    private void TryAsync(string model)
    {
        Handover.Give(_question);
        Navigation.NavigateTo($"/models/{model}#try-it");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
        foreach (var image in _question.Bins.SelectMany(bin => bin.Images))
            await Browser.ForgetImageAsync(image);
    }
}
