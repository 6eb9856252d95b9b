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
    private List<AuditEntrySummary>? _entries;
    private string? _next;
    private string? _failure;
    private string _actor = "";
    private string _action = "";
    private string _target = "";
    private string _from = "";
    private string _until = "";
    private int _asked;

    /// <summary>Slug of the team; the installation when absent.</summary>
    [Parameter] public string? Team { get; set; }

    // The last day is meant whole.
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

    private async Task ReadAsync()
    {
        var mine = ++_asked;
        Page<AuditEntrySummary>? page = null;
        var failure = await Notices.FailureOf(async () => page = await AskAsync(null));
        // An answer to an earlier choice may come last.
        if (mine != _asked)
            return;
        _failure = failure;
        if (page is not null)
            (_entries, _next) = ([.. page.Items], page.Next);
    }

    private async Task ReadMoreAsync()
    {
        var page = await AskAsync(_next);
        _entries!.AddRange(page.Items);
        _next = page.Next;
    }

    private static string Text(ChangeEventArgs change) => change.Value?.ToString() ?? "";

    private static string? Given(string text) => text.Length > 0 ? text : null;

    private static DateTimeOffset? DayOf(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var day) ? new DateTimeOffset(day) : null;
}
