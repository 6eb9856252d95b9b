using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Data;
using WarpGrad.Data.Audit;

namespace WarpGrad.Api.Audit;

/// <summary>Notes who did what. A note is added to the context and stored with the change itself, or not at all.</summary>
internal sealed class AuditLog(WarpGradDbContext database, IHttpContextAccessor http, TimeProvider time)
{
    private const string Nowhere = "local";

    /// <summary>Notes what a caller did.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="teamId">Team it concerns; null for the installation.</param>
    /// <param name="action">What; one of <c>AuditActions</c>.</param>
    /// <param name="target">Id or address of the thing.</param>
    /// <param name="name">Name of the thing.</param>
    /// <param name="detail">What changed, in words.</param>
    public void Note(Caller caller, Guid? teamId, string action, object target, string name, string detail = "") =>
        Note(caller.Id, caller.Name, teamId, action, target, name, detail);

    /// <summary>Notes what somebody did who is no caller yet, such as at sign-in.</summary>
    /// <param name="actorId">Id of the person; null for strangers.</param>
    /// <param name="actor">E-mail as given.</param>
    /// <param name="teamId">Team it concerns; null for the installation.</param>
    /// <param name="action">What.</param>
    /// <param name="target">Id or address of the thing.</param>
    /// <param name="name">Name of the thing.</param>
    /// <param name="detail">What changed, in words.</param>
    public void Note(Guid? actorId, string actor, Guid? teamId, string action, object target, string name, string detail = "") =>
        database.AuditEntries.Add(new AuditEntry
        {
            TeamId = teamId,
            Time = time.GetUtcNow(),
            ActorId = actorId,
            Actor = Cut(actor, 256),
            Action = action,
            Kind = action.Split('.')[0],
            Target = Cut(target.ToString()!, 200),
            Name = Cut(name, 200),
            Detail = Cut(detail, 1000),
            Address = http.HttpContext?.Connection.RemoteIpAddress?.ToString() ?? Nowhere,
        });

    /// <summary>Stores the notes of changes that were made by statements of their own, in the same transaction.</summary>
    public Task SaveAsync(CancellationToken cancellation) => database.SaveChangesAsync(cancellation);

    // NUL is no text for the database.
    private static string Cut(string text, int most) => StoredText.Cut(text.Replace('\0', ' '), most);
}
