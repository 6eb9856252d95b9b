using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WarpGrad.Data.Blobs;

internal sealed class BlobConfiguration :
    IEntityTypeConfiguration<Blob>, IEntityTypeConfiguration<BlobChunk>, IEntityTypeConfiguration<Chunk>
{
    public void Configure(EntityTypeBuilder<Blob> blob)
    {
        blob.ToTable("blobs");
        blob.Property(b => b.Hash).HasMaxLength(64);
    }

    public void Configure(EntityTypeBuilder<BlobChunk> place)
    {
        place.ToTable("blob_chunks");
        place.HasKey(p => new { p.BlobId, p.Index });
        place.HasIndex(p => p.ChunkHash);
        place.HasOne<Blob>().WithMany().HasForeignKey(p => p.BlobId);
        place.HasOne<Chunk>().WithMany().HasForeignKey(p => p.ChunkHash).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Chunk> chunk)
    {
        chunk.ToTable("chunks");
        chunk.HasKey(c => c.Hash);
    }
}
