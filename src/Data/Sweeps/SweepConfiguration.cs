using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WarpGrad.Data.Sweeps;

internal sealed class SweepConfiguration : IEntityTypeConfiguration<Sweep>
{
    public void Configure(EntityTypeBuilder<Sweep> sweep)
    {
        sweep.ToTable("sweeps");
        sweep.Property(s => s.Name).HasMaxLength(100);
        sweep.Property(s => s.CreatedBy).HasMaxLength(256);
        sweep.Property(s => s.Spec).HasColumnType("jsonb");
        sweep.Property(s => s.Axes).HasColumnType("jsonb");
        sweep.HasIndex(s => new { s.TeamId, s.Id });
        sweep.HasIndex(s => s.State);
        sweep.HasOne(s => s.Team).WithMany().HasForeignKey(s => s.TeamId);
        // Trials are runs in their own right: they stay when the sweep goes.
        sweep.HasMany(s => s.Runs).WithOne(r => r.Sweep).HasForeignKey(r => r.SweepId).OnDelete(DeleteBehavior.SetNull);
    }
}
