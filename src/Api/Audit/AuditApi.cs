using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Accounts;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Audit;

namespace WarpGrad.Api.Audit;

/// <summary>Reading the audit log: of a team by its owners, of the installation by administrators.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Audit");
        group.MapGet("/teams/{team}/audit", ListOfTeamAsync)
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Who did what in a team, newest first; for owners");
        group.MapGet("/teams/{team}/audit/export", ExportTeamAsync).RequireRateLimiting(RateLimits.Transfers)
            .Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status404NotFound).WithSummary("The same as CSV");
        group.MapGet("/admin/audit", ListOfInstallationAsync).WithSummary("What concerns no single team, such as sign-ins, newest first; for administrators");
    }

    private static Task<Page<AuditEntrySummary>> ListOfTeamAsync(
        string team, Caller caller, WarpGradDbContext database, [AsParameters] AuditFilter filter, string? cursor, int? limit, CancellationToken cancellation)
    {
        var id = caller.Demand(Operation.TeamAudit, team).Id;
        return PageAsync(database.AuditEntries.Where(e => e.TeamId == id), filter, cursor, limit, cancellation);
    }

    private static async Task<Page<AuditEntrySummary>> ListOfInstallationAsync(
        Caller caller, WarpGradDbContext database, [AsParameters] AuditFilter filter, string? cursor, int? limit, CancellationToken cancellation)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        return await PageAsync(database.AuditEntries.Where(e => e.TeamId == null), filter, cursor, limit, cancellation);
    }

    private static IResult ExportTeamAsync(
        string team, Caller caller, WarpGradDbContext database, [AsParameters] AuditFilter filter, CancellationToken cancellation)
    {
        var id = caller.Demand(Operation.TeamAudit, team).Id;
        var rows = filter.Apply(database.AuditEntries.AsNoTracking().Where(e => e.TeamId == id)).OrderByDescending(e => e.Id).AsAsyncEnumerable();
        return TypedResults.Stream(body => WriteAsync(body, rows, cancellation), "text/csv; charset=utf-8", $"audit-{team}.csv");
    }

    private static Task<Page<AuditEntrySummary>> PageAsync(
        IQueryable<AuditEntry> entries, AuditFilter filter, string? cursor, int? limit, CancellationToken cancellation)
    {
        var before = Paging.Id(cursor);
        return filter.Apply(entries.AsNoTracking())
            .Where(e => before == null || e.Id < before)
            .OrderByDescending(e => e.Id)
            .ToPageAsync(Paging.Size(limit), Summarize, e => e.Id.ToString(), cancellation);
    }

    private static AuditEntrySummary Summarize(AuditEntry e) => new(e.Id, e.Time, e.Actor, e.Action, e.Kind, e.Target, e.Name, e.Detail, e.Address);

    private static async Task WriteAsync(Stream body, IAsyncEnumerable<AuditEntry> rows, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
        await text.WriteLineAsync("time,actor,action,kind,target,name,detail,address");
        await foreach (var e in rows.WithCancellation(cancellation))
            await text.WriteLineAsync(string.Join(',', new[]
            {
                e.Time.ToString("o", CultureInfo.InvariantCulture), e.Actor, e.Action, e.Kind, e.Target, e.Name, e.Detail, e.Address,
            }.Select(Cell)));
    }

    // A cell that begins like a formula is run by spreadsheets; names come from people.
    private static string Cell(string value)
    {
        var harmless = value.Length > 0 && "=+-@\t\r".Contains(value[0], StringComparison.Ordinal) ? "'" + value : value;
        return $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

/// <summary>Which entries are wanted.</summary>
/// <param name="Actor">Part of the actor's e-mail or name.</param>
/// <param name="Action">An action, or the kind before the dot.</param>
/// <param name="Target">Id or address of a thing.</param>
/// <param name="From">Not before.</param>
/// <param name="Until">Before.</param>
internal sealed record AuditFilter(string? Actor, string? Action, string? Target, DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>The entries of a query that are wanted.</summary>
    public IQueryable<AuditEntry> Apply(IQueryable<AuditEntry> entries)
    {
        if (Searching.Text(Actor, "actor") is { } actor)
            entries = entries.Where(e => EF.Functions.ILike(e.Actor, actor, "\\"));
        if (Searching.Exact(Action, "action") is { } action)
            entries = entries.Where(e => e.Action == action || e.Kind == action);
        if (Searching.Exact(Target, "target") is { } target)
            entries = entries.Where(e => e.Target == target);
        if (From?.ToUniversalTime() is { } from)
            entries = entries.Where(e => e.Time >= from);
        if (Until?.ToUniversalTime() is { } until)
            entries = entries.Where(e => e.Time < until);
        return entries;
    }
}
