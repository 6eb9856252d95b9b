using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WarpGrad.Data.Audit;

internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entries");
        entry.Property(e => e.Actor).HasMaxLength(256);
        entry.Property(e => e.Action).HasMaxLength(64);
        entry.Property(e => e.Kind).HasMaxLength(32);
        entry.Property(e => e.Target).HasMaxLength(200);
        entry.Property(e => e.Name).HasMaxLength(200);
        entry.Property(e => e.Detail).HasMaxLength(1000);
        entry.Property(e => e.Address).HasMaxLength(64);
        entry.HasIndex(e => new { e.TeamId, e.Id });
    }
}
