using System.Globalization;
using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Contracts.Teams;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Teams;

/// <summary>Makes links into a team, lists and revokes them; for owners.</summary>
public sealed partial class InvitationsPanel
{
    private const int LongestLife = 30;

    private readonly FormErrors _errors = new();
    private IReadOnlyList<InvitationSummary>? _invitations;
    private CreatedInvitation? _created;
    private string? _failure;
    private TeamRole _role = TeamRole.Member;
    private string _note = "";
    private string _days = "7";

    /// <summary>Slug of the team.</summary>
    [Parameter, EditorRequired] public string Team { get; set; } = "";

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private string? DaysError => int.TryParse(_days, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= LongestLife
        ? null
        : TeamsTexts.DaysWrong.With(LongestLife);

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync() => _failure = await Notices.FailureOf(async () => _invitations = await Client.Invitations.ListAsync(Team));

    private async Task CreateAsync()
    {
        var request = new CreateInvitationRequest(_role, int.Parse(_days, CultureInfo.InvariantCulture), _note.Trim());
        if (await _errors.SendAsync(async () => _created = await Client.Invitations.CreateAsync(Team, request), "role", "note", "expiresInDays"))
        {
            _note = "";
            await ReadAsync();
        }
    }

    private async Task RevokeAsync(InvitationSummary invitation)
    {
        var sure = await Dialogs.ShowMessageBoxAsync(TeamsTexts.RevokeInvitationAsks, TeamsTexts.RevokeInvitationMeans, yesText: TeamsTexts.Revoke, cancelText: TeamsTexts.KeepIt);
        if (sure == true && await Notices.TryAsync(() => Client.Invitations.RevokeAsync(Team, invitation.Id)) && _created?.Invitation.Id == invitation.Id)
            _created = null;
        await ReadAsync();
    }
}
