using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WarpGrad.Data.Workers;

internal sealed class WorkerConfiguration : IEntityTypeConfiguration<Worker>
{
    public void Configure(EntityTypeBuilder<Worker> worker)
    {
        worker.ToTable("workers");
        worker.Property(w => w.Name).HasMaxLength(WorkerStore.LongestName);
        worker.Property(w => w.Host).HasMaxLength(WorkerStore.LongestText);
        worker.Property(w => w.Device).HasMaxLength(WorkerStore.LongestText);
        worker.Property(w => w.DeviceName).HasMaxLength(WorkerStore.LongestText);
        worker.Property(w => w.SoftwareVersion).HasMaxLength(WorkerStore.LongestText);
        worker.Property(w => w.TorchVersion).HasMaxLength(WorkerStore.LongestText);
        worker.Property(w => w.RuntimeVersion).HasMaxLength(WorkerStore.LongestText);
        worker.Property(w => w.SystemVersion).HasMaxLength(WorkerStore.LongestText);
        worker.HasIndex(w => w.Name).IsUnique();
        worker.HasIndex(w => w.HeartbeatAt);
    }
}
