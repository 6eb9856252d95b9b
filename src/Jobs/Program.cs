using WarpGrad.Contracts.Jobs;
using WarpGrad.Data;
using WarpGrad.Data.Queues;
using WarpGrad.Data.Settings;
using WarpGrad.Engine.Compute;
using WarpGrad.Jobs;
using WarpGrad.Jobs.Adaptations;
using WarpGrad.Jobs.Datasets;
using WarpGrad.Jobs.Estimates;
using WarpGrad.Jobs.Models;
using WarpGrad.Jobs.Queues;
using WarpGrad.Jobs.Runs;
using WarpGrad.Jobs.Storage;
using WarpGrad.Jobs.Sweeps;
using WarpGrad.Jobs.Workers;
using WarpGrad.Telemetry;

if (args is [ProbeProcess.Role, var device])
    return await ProbeProcess.RunAsync(device);

WrongSettings.EndInASentence();
var builder = Host.CreateApplicationBuilder(args);
var worker = builder.Services.AddSettings<WorkerOptions>(builder.Configuration, "Worker");
builder.AddTelemetry("warpgrad-worker", WorkerIdentity.Name, MetricsListener.Add);
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));

// Storage and queue
builder.Services.AddWarpGradData(builder.Configuration);
builder.Services.AddWarpGradQueue(builder.Configuration);

// Started first and stopped last: it tells of this worker as long as there is work in its hands.
builder.Services.AddHostedService<WorkerRegistration>();

// Jobs
builder.Services.AddScoped<IMetaTrainingJob, MetaTrainingJob>();
builder.Services.AddScoped<IDatasetImportJob, DatasetImportJob>();
builder.Services.AddScoped<IModelImportJob, ModelImportJob>();
builder.Services.AddScoped<IEstimateJob, EstimateJob>();
builder.Services.AddScoped<SweepAdvance>();
builder.Services.AddScoped<RunLoader>();
builder.Services.AddScoped<CheckpointRetention>();
builder.Services.AddScoped<RunJournal>();
builder.Services.AddScoped<ModelRegistrar>();
builder.Services.AddScoped<ModelShelf>();
builder.Services.AddHostedService<RunSweeper>();
builder.Services.AddHostedService<SweepKeeper>();
builder.Services.AddHostedService<StorageCollector>();
builder.Services.AddAdaptations();
builder.Services.AddHostedService<QueueServers>();

ComputeDevice.Use(worker.Device);
await builder.Build().RunAsync();
return 0;
