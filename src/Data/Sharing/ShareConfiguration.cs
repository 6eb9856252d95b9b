using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WarpGrad.Data.Sharing;

internal sealed class ShareConfiguration :
    IEntityTypeConfiguration<ModelShare>, IEntityTypeConfiguration<DatasetShare>, IEntityTypeConfiguration<AccessRequest>
{
    public void Configure(EntityTypeBuilder<ModelShare> share)
    {
        share.ToTable("model_shares");
        share.HasKey(s => new { s.ModelId, s.TeamId });
        share.HasIndex(s => s.TeamId);
        share.Property(s => s.By).HasMaxLength(256);
        share.HasOne(s => s.Model).WithMany(m => m.Shares).HasForeignKey(s => s.ModelId);
        share.HasOne(s => s.Team).WithMany().HasForeignKey(s => s.TeamId);
    }

    public void Configure(EntityTypeBuilder<DatasetShare> share)
    {
        share.ToTable("dataset_shares");
        share.HasKey(s => new { s.DatasetId, s.TeamId });
        share.HasIndex(s => s.TeamId);
        share.Property(s => s.By).HasMaxLength(256);
        share.HasOne(s => s.Dataset).WithMany(d => d.Shares).HasForeignKey(s => s.DatasetId);
        share.HasOne(s => s.Team).WithMany().HasForeignKey(s => s.TeamId);
    }

    public void Configure(EntityTypeBuilder<AccessRequest> request)
    {
        request.ToTable("access_requests");
        request.HasIndex(r => new { r.ModelId, r.Id });
        request.Property(r => r.By).HasMaxLength(256);
        request.Property(r => r.DecidedBy).HasMaxLength(256);
        request.Property(r => r.Message).HasMaxLength(1000);
        request.HasOne(r => r.Model).WithMany().HasForeignKey(r => r.ModelId);
        request.HasOne(r => r.Team).WithMany().HasForeignKey(r => r.TeamId);
    }
}
