using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>Adaptations that are kept: adapt once, predict any number of times, add examples.</summary>
internal static class KeptAdaptationsApi
{
    public static void MapKeptAdaptations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Adaptations").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/teams/{team}/adaptations", ListAsync).WithSummary("Adaptations that the caller keeps in a team, newest first");
        group.MapDelete("/adaptations/{id:guid}", DeleteAsync).WithSummary("Delete a kept adaptation");
        var asking = group.MapGroup("").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        asking.MapPost("/models/{team}/{model}/adaptations", CreateAsync)
            .Accepts<CreateAdaptationRequest>("application/json", "multipart/form-data").Produces<AdaptationDetail>(StatusCodes.Status201Created)
            .Produces<AdaptationDetail>(StatusCodes.Status202Accepted)
            .WithSummary("Adapt a model and keep what came of it").WithDescription(AdaptationsApi.Examples);
        asking.MapPost("/adaptations/{id:guid}/predict", PredictAsync)
            .Accepts<PredictRequest>("application/json", "multipart/form-data").Produces<AdaptAndPredictResponse>()
            .Produces<AdaptationDetail>(StatusCodes.Status202Accepted)
            .WithSummary("Predict with a kept adaptation, without adapting again");
        asking.MapPost("/adaptations/{id:guid}/support", AddAsync)
            .Accepts<AddSupportRequest>("application/json", "multipart/form-data").Produces<AdaptationDetail>()
            .Produces<AdaptationDetail>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Add examples to a kept adaptation and go on adapting on all of them");
    }

    private static async Task<IResult> CreateAsync(
        string team, string model, Caller caller, ModelAccess access, HttpContext context, AdaptationDesk desk, AdaptationLimits limits, AuditLog audit,
        WarpGradDbContext database, TimeProvider time, CancellationToken cancellation, [FromQuery] string? version = null, [FromQuery] int wait = 30)
    {
        var found = await access.DemandVersionAsync(caller, Operation.ModelAdapt, team, model, version, cancellation);
        Waits.Check(wait);
        var acting = AdaptationDesk.ActingTeam(caller, found.Model!);
        limits.Demand(context.Request, caller, acting);
        var (request, name, hours) = await AdaptationRequests.ReadAsync(context, AdaptationKind.Keep, cancellation);
        var spec = ModelAnswers.Spec(found);
        AdaptationRules.Check(request, spec.Task, AdaptationKind.Keep);
        if (hours is { } given && !(given > 0 && given <= Limits.LongestAdaptationHours))
            throw ApiProblem.Invalid("hoursToLive", $"'hoursToLive' lies between 0 and {Limits.LongestAdaptationHours}.");
        var now = time.GetUtcNow();
        if (await database.Adaptations.CountAsync(a => a.TeamId == acting && a.Kind == AdaptationKind.Keep && a.ExpiresAt > now, cancellation) >= limits.MostKept)
            throw ApiProblem.Conflict($"Your team keeps {limits.MostKept} adaptations, and no more may be kept: delete some.");
        var asked = new Adaptation
        {
            Kind = AdaptationKind.Keep,
            TeamId = acting,
            ModelVersionId = found.Id,
            Round = 1,
            Request = AdaptationsApi.Write(request),
            Heavy = AdaptationRules.IsHeavy(request, spec),
            Name = Texts.Line(name, "name", 0, 200, "Give the adaptation a name"),
            Examples = request.Support.Count,
            ExpiresAt = now.AddHours(hours ?? Limits.AdaptationHours),
            CreatedById = caller.Id,
        };
        using var answer = desk.Expect(asked);
        await using (var transaction = await database.Database.BeginTransactionAsync(cancellation))
        {
            await desk.PutAsync(asked, cancellation);
            audit.Note(caller, acting, AuditActions.AdaptationCreate, asked.Id, asked.Name!, $"Of {team}/{model}, version {found.Number}; {asked.Examples} examples.");
            await audit.SaveAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }

        var address = $"/api/v1/adaptations/{asked.Id}";
        var answered = await desk.WaitAsync(answer, asked.Id, wait, take: false, cancellation);
        if (answered is null)
            return TypedResults.Accepted(address, AdaptationAnswers.Pending(asked, now));
        return TypedResults.Created(address, AdaptationAnswers.Pending(asked, now) with { State = AdaptationState.Done, Result = Read(answered) });
    }

    private static async Task<IResult> PredictAsync(
        Guid id, Caller caller, AdaptationAccess access, HttpContext context, AdaptationDesk desk, AdaptationLimits limits, TimeProvider time,
        CancellationToken cancellation, [FromQuery] int wait = 30)
    {
        var found = await access.DemandKeptAsync(caller, id, cancellation);
        Waits.Check(wait);
        limits.Demand(context.Request, caller, found.TeamId);
        var (request, _, _) = await AdaptationRequests.ReadAsync(context, AdaptationKind.Predict, cancellation);
        var spec = SpecOf(found);
        AdaptationRules.Check(request, spec.Task, AdaptationKind.Predict);
        var asked = new Adaptation
        {
            Kind = AdaptationKind.Predict,
            TeamId = found.TeamId,
            ModelVersionId = found.VersionId,
            ParentId = found.Id,
            Round = found.Round,
            Request = AdaptationsApi.Write(request),
            Heavy = AdaptationRules.IsHeavy(request, spec),
            CreatedById = caller.Id,
        };
        using var answer = desk.Expect(asked);
        await desk.PutAsync(asked, cancellation);
        // Taken out at once: predictions are many, and nobody asks for one again.
        var answered = await desk.WaitAsync(answer, asked.Id, wait, take: true, cancellation);
        return answered is null
            ? TypedResults.Accepted($"/api/v1/adaptations/{asked.Id}", AdaptationAnswers.Pending(asked, time.GetUtcNow()))
            : AdaptationDesk.Send(answered);
    }

    private static async Task<IResult> AddAsync(
        Guid id, Caller caller, AdaptationAccess access, HttpContext context, AdaptationDesk desk, AdaptationLimits limits, AuditLog audit,
        WarpGradDbContext database, TimeProvider time, CancellationToken cancellation, [FromQuery] int wait = 30)
    {
        var found = await access.DemandOwnAsync(caller, id, cancellation);
        Waits.Check(wait);
        limits.Demand(context.Request, caller, found.TeamId);
        var (request, _, _) = await AdaptationRequests.ReadAsync(context, AdaptationKind.Add, cancellation);
        var spec = SpecOf(found);
        AdaptationRules.Check(request, spec.Task, AdaptationKind.Add);
        var most = spec.Task.Family.NeedsDataset() ? Limits.AdaptationImages : CurveRules.MostPoints;
        if (found.Examples + request.Support.Count > most)
            throw ApiProblem.TooLarge($"An adaptation holds at most {most} examples; this one has {found.Examples} already.");
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // One round after the other: two at a time would have no order.
        var rounds = await database.Database.SqlQuery<int>($"""SELECT "Round" AS "Value" FROM adaptations WHERE "Id" = {id} AND "State" = 'Done' FOR UPDATE""")
            .ToListAsync(cancellation);
        if (rounds is not [var round])
            throw ApiProblem.Conflict("This adaptation is still being made, or failed.");
        if (await database.Adaptations.AnyAsync(a => a.ParentId == id && a.Kind == AdaptationKind.Add && a.State == AdaptationState.Pending, cancellation))
            throw ApiProblem.Conflict("Examples are being added to this adaptation at this moment: wait until that is done.");
        var asked = new Adaptation
        {
            Kind = AdaptationKind.Add,
            TeamId = found.TeamId,
            ModelVersionId = found.VersionId,
            ParentId = found.Id,
            Round = round + 1,
            Request = AdaptationsApi.Write(request),
            Heavy = AdaptationRules.IsHeavy(request, spec, found.Examples),
            Examples = request.Support.Count,
            CreatedById = caller.Id,
        };
        using var answer = desk.Expect(asked);
        await desk.PutAsync(asked, cancellation);
        audit.Note(caller, found.TeamId, AuditActions.AdaptationAdd, found.Id, found.Name ?? "", $"{asked.Examples} examples.");
        await audit.SaveAsync(cancellation);
        await transaction.CommitAsync(cancellation);

        var answered = await desk.WaitAsync(answer, asked.Id, wait, take: false, cancellation);
        if (answered is null)
            return TypedResults.Accepted($"/api/v1/adaptations/{asked.Id}", AdaptationAnswers.Pending(asked, time.GetUtcNow()));
        AdaptationDesk.Demand(answered);
        return TypedResults.Ok(AdaptationAnswers.Describe(
            await database.Adaptations.AsNoTracking().Where(a => a.Id == id).SingleOrGoneAsync("adaptation", cancellation)));
    }

    private static async Task<Page<AdaptationSummary>> ListAsync(
        string team, Caller caller, WarpGradDbContext database, TimeProvider time, string? cursor, int? limit, CancellationToken cancellation)
    {
        var (teamId, teams, now, before) = (caller.Demand(Operation.AdaptationRead, team).Id, caller.TeamIds, time.GetUtcNow(), Paging.Id(cursor));
        return await database.Adaptations.AsNoTracking()
            .Where(a => a.TeamId == teamId && a.Kind == AdaptationKind.Keep && a.CreatedById == caller.Id && a.ExpiresAt > now && (before == null || a.Id < before))
            // What may no longer be adapted does not exist, kept adaptations of it included.
            .Where(a => teams.Contains(a.ModelVersion!.Model!.TeamId) || a.ModelVersion.Model.Visibility == Visibility.Public
                || a.ModelVersion.Model.Shares.Any(s => teams.Contains(s.TeamId) && s.Grant == Grant.Adapt))
            .OrderByDescending(a => a.Id)
            .Select(a => new AdaptationSummary(
                a.Id, a.Name ?? "", a.ModelVersion!.Model!.Team!.Slug + "/" + a.ModelVersion.Model.Slug, a.ModelVersion.Number, a.State,
                new KeptAdaptation(a.Name ?? "", a.Examples, a.Round, a.ExpiresAt!.Value), a.CreatedAt))
            .ToPageAsync(Paging.Size(limit), row => row, row => row.Id.ToString(), cancellation);
    }

    private static async Task<NoContent> DeleteAsync(
        Guid id, Caller caller, AdaptationAccess access, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandOwnAsync(caller, id, cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        await database.Adaptations.Where(a => a.Id == id).ExecuteDeleteAsync(cancellation);
        audit.Note(caller, found.TeamId, AuditActions.AdaptationDelete, id, found.Name ?? "");
        await audit.SaveAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static RunSpec SpecOf(FoundAdaptation found) => JsonSerializer.Deserialize<RunSpec>(found.Spec!, SpecJson.Options)!;

    private static AdaptAndPredictResponse Read(AnsweredAdaptation answered) => StoredJson.Read<AdaptAndPredictResponse>(AdaptationDesk.Demand(answered));
}
