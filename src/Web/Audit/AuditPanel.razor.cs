using System.Globalization;
using Microsoft.AspNetCore.Components;
using WarpGrad.Client.Audit;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.Audit;

/// <summary>Who did what: in a team, or in the installation.</summary>
public sealed partial class AuditPanel
{
    private readonly PagedList<AuditEntrySummary> _entries = new(entry => entry.Id);
    private string? _failure;
    private string _actor = "";
    private string _action = "";
    private string _target = "";
    private string _from = "";
    private string _until = "";

    /// <summary>Slug of the team; the installation when absent.</summary>
    [Parameter] public string? Team { get; set; }

    // The last day is meant whole. A day of the first or the last year limits nothing, and may be no moment that can be sent.
    private AuditQuery Query => new(Given(_actor), Given(_action), Given(_target), DayOf(_from), DayOf(_until)?.AddDays(1));

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    private Task<Page<AuditEntrySummary>> AskAsync(string? cursor) =>
        Team is null ? Client.Audit.ListInstallationAsync(Query, cursor) : Client.Audit.ListAsync(Team, Query, cursor);

    private Task FilterAsync(Action change)
    {
        change();
        return ReadAsync();
    }

    private async Task ReadAsync() => _failure = await Notices.FailureOf(() => _entries.ReadAsync(AskAsync));

    private static string Text(ChangeEventArgs change) => change.Value?.ToString() ?? "";

    private static string? Given(string text) => text.Length > 0 ? text : null;

    private static DateTimeOffset? DayOf(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var day) && day.Year is > 1 and < 9999 ? new DateTimeOffset(day) : null;
}
