using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Data;
using WarpGrad.Data.Models;
using WarpGrad.Data.Sharing;
using WarpGrad.Data.Teams;

namespace WarpGrad.Api.Sharing;

/// <summary>Shares models, of one's own accord or because somebody asked.</summary>
internal sealed class ModelSharing(WarpGradDbContext database, AuditLog audit, TimeProvider time)
{
    /// <summary>Shares a model, or changes what the team may do. It holds once the caller saves.</summary>
    public async Task<ModelShare> ShareAsync(Caller caller, Model model, Team receiver, Grant grant, CancellationToken cancellation)
    {
        var share = await database.ModelShares.SingleOrDefaultAsync(s => s.ModelId == model.Id && s.TeamId == receiver.Id, cancellation)
            ?? database.ModelShares.Add(new ModelShare { ModelId = model.Id, TeamId = receiver.Id, By = caller.Name }).Entity;
        (share.Grant, share.Since, share.By) = (grant, time.GetUtcNow(), caller.Name);
        audit.Note(caller, model.TeamId, AuditActions.ModelShare, $"{model.Team!.Slug}/{model.Slug}", model.Name, $"With '{receiver.Slug}': {grant}.");
        return share;
    }

    /// <summary>Refuses numbers that are no grant.</summary>
    public static void Check(Grant grant)
    {
        if (!Enum.IsDefined(grant))
            throw ApiProblem.Invalid("grant", "'grant' is read or adapt.");
    }
}
