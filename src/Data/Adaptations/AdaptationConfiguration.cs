using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WarpGrad.Data.Telemetry;

namespace WarpGrad.Data.Adaptations;

internal sealed class AdaptationConfiguration : IEntityTypeConfiguration<Adaptation>
{
    public void Configure(EntityTypeBuilder<Adaptation> adaptation)
    {
        adaptation.ToTable("adaptations");
        // Rows of earlier versions are answers of one use.
        adaptation.Property(a => a.Kind).HasDefaultValue(AdaptationKind.Once).HasSentinel((AdaptationKind)(-1));
        adaptation.Property(a => a.Result).HasColumnType("jsonb");
        adaptation.Property(a => a.FailureType).HasMaxLength(100);
        adaptation.Property(a => a.Name).HasMaxLength(200);
        adaptation.Property(a => a.ClaimedBy).HasMaxLength(100);
        adaptation.Property(a => a.TraceParent).HasMaxLength(TraceContext.Length);
        adaptation.HasIndex(a => new { a.TeamId, a.Id });
        adaptation.HasIndex(a => new { a.State, a.TeamId, a.Id }, "IX_adaptations_waiting").HasFilter("\"State\" = 'Pending'");
        adaptation.HasIndex(a => a.ExpiresAt);
        adaptation.HasIndex(a => a.CreatedAt);
        adaptation.HasOne(a => a.ModelVersion).WithMany().HasForeignKey(a => a.ModelVersionId).OnDelete(DeleteBehavior.Cascade);
        adaptation.HasOne(a => a.Parent).WithMany().HasForeignKey(a => a.ParentId).OnDelete(DeleteBehavior.Cascade);
    }
}
