using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WarpGrad.Api.Accounts;
using WarpGrad.Api.Adaptations;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Comparisons;
using WarpGrad.Api.Datasets;
using WarpGrad.Api.Estimates;
using WarpGrad.Api.Health;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Api.Models.Cards;
using WarpGrad.Api.Progress;
using WarpGrad.Api.Runs;
using WarpGrad.Api.Sharing;
using WarpGrad.Api.Sweeps;
using WarpGrad.Api.Teams;
using WarpGrad.Api.Tokens;
using WarpGrad.Api.Uploads;
using WarpGrad.Api.Workers;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Progress;
using WarpGrad.Data;
using WarpGrad.Data.Queues;
using WarpGrad.Data.Settings;
using WarpGrad.Telemetry;

WrongSettings.EndInASentence();
var builder = WebApplication.CreateBuilder(args);
builder.UseWebPage();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = Limits.BodyBytes;
});

// Telemetry and health
builder.AddTelemetry("warpgrad-api", $"{Environment.MachineName}:{Environment.ProcessId}", Tracing.Metrics, Tracing.Requests);
builder.Services.AddSettings<HealthOptions>(builder.Configuration, "Health");
builder.Services.AddHealth();

// Storage and queue
builder.Services.AddWarpGradData(builder.Configuration);
builder.Services.AddWarpGradQueue(builder.Configuration);

// Callers
builder.Services.AddWarpGradAuthentication(builder.Configuration);
builder.Services.AddScoped<TokenIssuer>();
builder.Services.AddScoped<FirstAccount>();
builder.Services.AddScoped<AccountMaker>();
builder.Services.AddTrustedProxies(builder.Configuration);
builder.Services.AddRateLimits(builder.Configuration);
builder.Services.AddHttpContextAccessor();
builder.Services.AddScoped<AuditLog>();

// Answers
// Without this a body that cannot be read is answered with 400 and no word why.
builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
builder.Services.ConfigureHttpJsonOptions(json =>
{
    json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
    json.SerializerOptions.AllowDuplicateProperties = false;
    json.SerializerOptions.Converters.Add(new WholeJson<JsonObject>());
    json.SerializerOptions.Converters.Add(new WholeJson<JsonValue>());
});
builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Authentication.Describe);
builder.Services.AddExceptionHandler<ApiProblemHandler>();
builder.Services.AddApiDescription();

// Features
builder.Services.AddScoped<ModelAccess>();
builder.Services.AddScoped<DatasetAccess>();
builder.Services.AddScoped<DatasetIntake>();
builder.Services.AddScoped<UploadReceiver>();
builder.Services.AddScoped<ModelSharing>();
builder.Services.AddScoped<ModelRecord>();
builder.Services.AddScoped<RunMaterials>();
builder.Services.AddScoped<QueueQuota>();
builder.Services.AddScoped<RunReader>();
builder.Services.AddScoped<RunSubmission>();
builder.Services.AddScoped<RunControl>();
builder.Services.AddScoped<SweepSubmission>();
builder.Services.AddScoped<SweepStop>();
builder.Services.AddSingleton<EstimateWaiter>();
builder.Services.AddScoped<EstimateDesk>();
builder.Services.AddAdaptations();
builder.Services.AddSingleton<RunFeeds>();
builder.Services.AddSingleton<TeamFeeds>();
builder.Services.AddSingleton<HubRights>();
builder.Services.AddSignalR();
builder.Services.AddHostedService<UnattendedSetup>();

var app = builder.Build();
if (args is ["token"])
    return await TokenCommand.RunAsync(app.Services);

app.UseTrustedProxies();
app.UseSecurityHeaders();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseKnownCharset();
app.UseWebPage();
app.UseAuthentication();
app.UseCrossSiteGuard();
app.UseRateLimiter();
app.UseAuthorization();

var api = app.MapGroup("/api/v1");
api.MapAccounts();
api.MapPasswords();
api.MapAdministration();
api.MapAccountControl();
api.MapOwnerlessTeams();
api.MapWorkers();
api.MapStorage();
api.MapTeams();
api.MapTeamDeletion();
api.MapMembers();
api.MapInvitations();
api.MapJoining();
api.MapTokens();
api.MapServiceTokens();
api.MapAudit();
api.MapDatasets();
api.MapUploads();
api.MapGlyphs();
api.MapEpisodes();
api.MapSplits();
api.MapRuns();
api.MapRunActions();
api.MapModels();
api.MapModelMarks();
api.MapModelCards();
api.MapLineage();
api.MapModelImports();
api.MapForks();
api.MapModelShares();
api.MapDatasetShares();
api.MapAccessRequests();
api.MapTeamRequests();
api.MapEstimates();
api.MapSweeps();
api.MapComparisons();
api.MapAdaptations();
api.MapKeptAdaptations();
api.MapRankings();
api.MapInspections();
app.MapHub<RunProgressHub>(ProgressHub.Path, connection => connection.CloseOnAuthenticationExpiration = true);
app.MapHealth();
app.MapApiDescription();
await app.RunAsync();
return 0;
