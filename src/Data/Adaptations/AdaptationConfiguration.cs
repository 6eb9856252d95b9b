using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WarpGrad.Data.Adaptations;

internal sealed class AdaptationConfiguration : IEntityTypeConfiguration<Adaptation>
{
    public void Configure(EntityTypeBuilder<Adaptation> adaptation)
    {
        adaptation.ToTable("adaptations");
        adaptation.Property(a => a.Result).HasColumnType("jsonb");
        adaptation.Property(a => a.FailureType).HasMaxLength(100);
        adaptation.HasIndex(a => new { a.TeamId, a.Id });
        adaptation.HasOne(a => a.ModelVersion).WithMany().HasForeignKey(a => a.ModelVersionId);
    }
}
