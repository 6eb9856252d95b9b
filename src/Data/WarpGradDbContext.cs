using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Data.Accounts;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Audit;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Estimates;
using WarpGrad.Data.Models;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Sharing;
using WarpGrad.Data.Sweeps;
using WarpGrad.Data.Teams;
using WarpGrad.Data.Tokens;
using WarpGrad.Data.Uploads;
using WarpGrad.Data.Workers;

namespace WarpGrad.Data;

/// <summary>The database: the sets, nothing else.</summary>
public sealed class WarpGradDbContext(DbContextOptions<WarpGradDbContext> options)
    : IdentityUserContext<User, Guid>(options), IDataProtectionKeyContext
{
    /// <summary>Teams.</summary>
    public DbSet<Team> Teams => Set<Team>();

    /// <summary>Roles of people in teams.</summary>
    public DbSet<Membership> Memberships => Set<Membership>();

    /// <summary>Links into teams.</summary>
    public DbSet<Invitation> Invitations => Set<Invitation>();

    /// <summary>API tokens.</summary>
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    /// <summary>Datasets.</summary>
    public DbSet<Dataset> Datasets => Set<Dataset>();

    /// <summary>Immutable contents of datasets.</summary>
    public DbSet<DatasetVersion> DatasetVersions => Set<DatasetVersion>();

    /// <summary>Classes of dataset versions.</summary>
    public DbSet<DatasetClassRow> DatasetClasses => Set<DatasetClassRow>();

    /// <summary>Files of datasets that come in parts.</summary>
    public DbSet<Upload> Uploads => Set<Upload>();

    /// <summary>Runs.</summary>
    public DbSet<Run> Runs => Set<Run>();

    /// <summary>Searches over run specs.</summary>
    public DbSet<Sweep> Sweeps => Set<Sweep>();

    /// <summary>What runs would cost.</summary>
    public DbSet<Estimate> Estimates => Set<Estimate>();

    /// <summary>Events of runs.</summary>
    public DbSet<RunEventRow> RunEvents => Set<RunEventRow>();

    /// <summary>Training states of runs.</summary>
    public DbSet<Checkpoint> Checkpoints => Set<Checkpoint>();

    /// <summary>Worker processes.</summary>
    public DbSet<Worker> Workers => Set<Worker>();

    /// <summary>Models.</summary>
    public DbSet<Model> Models => Set<Model>();

    /// <summary>Versions of models.</summary>
    public DbSet<ModelVersion> ModelVersions => Set<ModelVersion>();

    /// <summary>Names of model versions.</summary>
    public DbSet<ModelAlias> ModelAliases => Set<ModelAlias>();

    /// <summary>People's marks on models.</summary>
    public DbSet<ModelStar> ModelStars => Set<ModelStar>();

    /// <summary>Model files sent by people.</summary>
    public DbSet<ModelImport> ModelImports => Set<ModelImport>();

    /// <summary>Models shared with teams.</summary>
    public DbSet<ModelShare> ModelShares => Set<ModelShare>();

    /// <summary>Datasets shared with teams.</summary>
    public DbSet<DatasetShare> DatasetShares => Set<DatasetShare>();

    /// <summary>Teams' wishes to use models.</summary>
    public DbSet<AccessRequest> AccessRequests => Set<AccessRequest>();

    /// <summary>Who did what.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>Uses of models on support sets.</summary>
    public DbSet<Adaptation> Adaptations => Set<Adaptation>();

    /// <summary>Long byte strings.</summary>
    public DbSet<Blob> Blobs => Set<Blob>();

    /// <summary>Chunk lists of blobs.</summary>
    public DbSet<BlobChunk> BlobChunks => Set<BlobChunk>();

    /// <summary>Chunks.</summary>
    public DbSet<Chunk> Chunks => Set<Chunk>();

    /// <summary>Keys that protect cookies; in the database so that every Api node shares them.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(WarpGradDbContext).Assembly);
        builder.Entity<User>().ToTable("users");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configuration) =>
        configuration.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
}
