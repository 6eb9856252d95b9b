using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WarpGrad.Data.Teams;

namespace WarpGrad.Data.Estimates;

internal sealed class EstimateConfiguration : IEntityTypeConfiguration<Estimate>
{
    public void Configure(EntityTypeBuilder<Estimate> estimate)
    {
        estimate.ToTable("estimates");
        estimate.Property(e => e.Key).HasMaxLength(64);
        estimate.Property(e => e.Spec).HasColumnType("jsonb");
        estimate.Property(e => e.Result).HasColumnType("jsonb");
        estimate.HasIndex(e => new { e.TeamId, e.Key }).IsUnique();
        estimate.HasIndex(e => e.CreatedAt);
        estimate.HasOne<Team>().WithMany().HasForeignKey(e => e.TeamId);
        estimate.HasOne(e => e.DatasetVersion).WithMany().HasForeignKey(e => e.DatasetVersionId).OnDelete(DeleteBehavior.Cascade);
    }
}
