using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Telemetry;

namespace WarpGrad.Data.Runs;

internal sealed class RunConfiguration :
    IEntityTypeConfiguration<Run>, IEntityTypeConfiguration<RunEventRow>, IEntityTypeConfiguration<Checkpoint>
{
    public void Configure(EntityTypeBuilder<Run> run)
    {
        run.ToTable("runs");
        run.Property(r => r.Name).HasMaxLength(100);
        run.Property(r => r.CreatedBy).HasMaxLength(256);
        run.Property(r => r.LeaseOwner).HasMaxLength(200);
        run.Property(r => r.SoftwareVersion).HasMaxLength(100);
        run.Property(r => r.TraceParent).HasMaxLength(TraceContext.Length);
        run.Property(r => r.Spec).HasColumnType("jsonb");
        run.Property(r => r.Result).HasColumnType("jsonb");
        // Low is the type's default value: the sentinel lets it be stored all the same.
        run.Property(r => r.Priority).HasDefaultValue(RunPriority.Normal).HasSentinel(RunPriority.Normal);
        run.Property(r => r.FruitlessTakeovers).HasDefaultValue(0);
        // Runs of earlier versions have no tags.
        run.Property(r => r.Tags).HasDefaultValueSql("'{}'");
        run.HasIndex(r => new { r.TeamId, r.Id });
        run.HasIndex(r => new { r.TeamId, r.Family, r.Id });
        run.HasIndex(r => r.State);
        run.HasIndex(r => r.Tags).HasMethod("gin");
        run.HasOne(r => r.Team).WithMany().HasForeignKey(r => r.TeamId);
        run.HasOne(r => r.DatasetVersion).WithMany().HasForeignKey(r => r.DatasetVersionId).OnDelete(DeleteBehavior.Restrict);
        run.HasOne(r => r.ParentVersion).WithMany().HasForeignKey(r => r.ParentVersionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RunEventRow> row)
    {
        row.ToTable("run_events");
        row.HasKey(e => new { e.RunId, e.N });
        row.Property(e => e.Kind).HasMaxLength(32);
        row.Property(e => e.Payload).HasColumnType("jsonb");
        row.HasOne<Run>().WithMany().HasForeignKey(e => e.RunId);
    }

    public void Configure(EntityTypeBuilder<Checkpoint> checkpoint)
    {
        checkpoint.ToTable("checkpoints");
        checkpoint.HasIndex(c => new { c.RunId, c.Step });
        checkpoint.HasOne(c => c.Run).WithMany().HasForeignKey(c => c.RunId);
        checkpoint.HasOne<Blob>().WithMany().HasForeignKey(c => c.BlobId).OnDelete(DeleteBehavior.Restrict);
    }
}
