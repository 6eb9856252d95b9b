using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Teams;

namespace WarpGrad.Data.Uploads;

internal sealed class UploadConfiguration : IEntityTypeConfiguration<Upload>, IEntityTypeConfiguration<UploadPiece>
{
    public void Configure(EntityTypeBuilder<Upload> upload)
    {
        upload.ToTable("uploads");
        upload.Property(u => u.CreatedBy).HasMaxLength(256);
        upload.HasIndex(u => new { u.TeamId, u.Id });
        upload.HasIndex(u => u.ExpiresAt);
        upload.HasOne<Team>().WithMany().HasForeignKey(u => u.TeamId);
        upload.HasOne<Blob>().WithMany().HasForeignKey(u => u.BlobId).OnDelete(DeleteBehavior.Restrict);
        upload.HasOne<Dataset>().WithMany().HasForeignKey(u => u.DatasetId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<UploadPiece> piece)
    {
        piece.ToTable("upload_pieces");
        piece.HasKey(p => new { p.UploadId, p.Start });
        piece.HasOne<Upload>().WithMany().HasForeignKey(p => p.UploadId);
    }
}
