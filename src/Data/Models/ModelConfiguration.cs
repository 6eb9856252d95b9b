using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WarpGrad.Data.Models;

internal sealed class ModelConfiguration : IEntityTypeConfiguration<Model>, IEntityTypeConfiguration<ModelVersion>
{
    public void Configure(EntityTypeBuilder<Model> model)
    {
        model.ToTable("models");
        model.Property(m => m.Slug).HasMaxLength(64);
        model.Property(m => m.Name).HasMaxLength(100);
        model.HasIndex(m => new { m.TeamId, m.Slug }).IsUnique();
        model.HasOne(m => m.Team).WithMany().HasForeignKey(m => m.TeamId);
    }

    public void Configure(EntityTypeBuilder<ModelVersion> version)
    {
        version.ToTable("model_versions");
        version.Property(v => v.Result).HasColumnType("jsonb");
        version.HasIndex(v => new { v.ModelId, v.Number }).IsUnique();
        // One run becomes one version, also when its last job is delivered twice.
        version.HasIndex(v => v.RunId).IsUnique();
        version.HasOne(v => v.Model).WithMany(m => m.Versions).HasForeignKey(v => v.ModelId);
        version.HasOne(v => v.Run).WithMany().HasForeignKey(v => v.RunId).OnDelete(DeleteBehavior.Restrict);
        version.HasOne(v => v.Blob).WithMany().HasForeignKey(v => v.BlobId).OnDelete(DeleteBehavior.Restrict);
    }
}
