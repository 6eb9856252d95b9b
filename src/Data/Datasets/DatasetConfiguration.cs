using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Data.Blobs;

namespace WarpGrad.Data.Datasets;

internal sealed class DatasetConfiguration :
    IEntityTypeConfiguration<Dataset>, IEntityTypeConfiguration<DatasetVersion>, IEntityTypeConfiguration<DatasetClassRow>
{
    public void Configure(EntityTypeBuilder<Dataset> dataset)
    {
        dataset.ToTable("datasets");
        dataset.Property(d => d.Name).HasMaxLength(100);
        dataset.Property(d => d.Description).HasMaxLength(2000);
        dataset.Property(d => d.CreatedBy).HasMaxLength(256);
        dataset.Property(d => d.Glyphs).HasColumnType("jsonb").HasConversion(
            glyphs => JsonSerializer.Serialize(glyphs, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<GlyphRecipe>(json, JsonSerializerOptions.Web)!);
        dataset.HasIndex(d => new { d.TeamId, d.Id });
        dataset.HasOne(d => d.Team).WithMany().HasForeignKey(d => d.TeamId);
        dataset.HasOne<Blob>().WithMany().HasForeignKey(d => d.UploadBlobId).OnDelete(DeleteBehavior.SetNull);
    }

    public void Configure(EntityTypeBuilder<DatasetVersion> version)
    {
        version.ToTable("dataset_versions");
        version.Property(v => v.Hash).HasMaxLength(64);
        version.Property(v => v.SplitRule).HasDefaultValue(SplitRule.Shares);
        version.HasIndex(v => new { v.DatasetId, v.Number }).IsUnique();
        version.HasOne(v => v.Dataset).WithMany(d => d.Versions).HasForeignKey(v => v.DatasetId);
        version.HasOne<Blob>().WithMany().HasForeignKey(v => v.PixelsBlobId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<DatasetClassRow> row)
    {
        row.ToTable("dataset_classes");
        row.HasKey(c => new { c.VersionId, c.Index });
        row.Property(c => c.Group).HasMaxLength(200);
        row.Property(c => c.Name).HasMaxLength(200);
        row.HasOne<DatasetVersion>().WithMany(v => v.Classes).HasForeignKey(c => c.VersionId);
    }
}
