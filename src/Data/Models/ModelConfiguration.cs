using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WarpGrad.Data.Accounts;

namespace WarpGrad.Data.Models;

internal sealed class ModelConfiguration :
    IEntityTypeConfiguration<Model>, IEntityTypeConfiguration<ModelVersion>, IEntityTypeConfiguration<ModelAlias>,
    IEntityTypeConfiguration<ModelStar>, IEntityTypeConfiguration<ModelImport>
{
    public void Configure(EntityTypeBuilder<Model> model)
    {
        model.ToTable("models");
        model.Property(m => m.Slug).HasMaxLength(64);
        model.Property(m => m.Name).HasMaxLength(100);
        model.Property(m => m.License).HasMaxLength(100);
        model.HasIndex(m => new { m.TeamId, m.Slug }).IsUnique();
        model.HasIndex(m => m.Tags).HasMethod("gin");
        model.HasOne(m => m.Team).WithMany().HasForeignKey(m => m.TeamId);
    }

    public void Configure(EntityTypeBuilder<ModelVersion> version)
    {
        version.ToTable("model_versions");
        version.Property(v => v.Spec).HasColumnType("jsonb");
        version.Property(v => v.Result).HasColumnType("jsonb");
        version.Property(v => v.DatasetHash).HasMaxLength(64);
        version.Property(v => v.CreatedBy).HasMaxLength(256);
        version.Property(v => v.Imported).HasDefaultValue(false);
        version.HasIndex(v => new { v.ModelId, v.Number }).IsUnique();
        // One run becomes one version, also when its last job is delivered twice.
        version.HasIndex(v => v.RunId).IsUnique();
        version.HasOne(v => v.Model).WithMany(m => m.Versions).HasForeignKey(v => v.ModelId);
        version.HasOne(v => v.Run).WithMany().HasForeignKey(v => v.RunId).OnDelete(DeleteBehavior.SetNull);
        version.HasOne(v => v.Blob).WithMany().HasForeignKey(v => v.BlobId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ModelAlias> alias)
    {
        alias.ToTable("model_aliases");
        alias.HasKey(a => new { a.ModelId, a.Name });
        alias.Property(a => a.Name).HasMaxLength(64);
        alias.Property(a => a.By).HasMaxLength(256);
        alias.HasOne<Model>().WithMany(m => m.Aliases).HasForeignKey(a => a.ModelId);
        alias.HasOne(a => a.Version).WithMany().HasForeignKey(a => a.VersionId);
    }

    public void Configure(EntityTypeBuilder<ModelStar> star)
    {
        star.ToTable("model_stars");
        star.HasKey(s => new { s.ModelId, s.UserId });
        star.HasOne<Model>().WithMany(m => m.Stars).HasForeignKey(s => s.ModelId);
        star.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
    }

    public void Configure(EntityTypeBuilder<ModelImport> import)
    {
        import.ToTable("model_imports");
        import.Property(i => i.Name).HasMaxLength(100);
        import.Property(i => i.CreatedBy).HasMaxLength(256);
        import.HasIndex(i => new { i.TeamId, i.Id });
        import.HasOne<Teams.Team>().WithMany().HasForeignKey(i => i.TeamId);
        import.HasOne<Blobs.Blob>().WithMany().HasForeignKey(i => i.BlobId).OnDelete(DeleteBehavior.Restrict);
        import.HasOne(i => i.Version).WithMany().HasForeignKey(i => i.VersionId);
    }
}
