using Microsoft.EntityFrameworkCore;
using WarpGrad.Data;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Jobs.Datasets;

/// <summary>The class table of a dataset version as the engine takes it.</summary>
internal static class ClassTable
{
    /// <summary>Reads the table, in the order of the images.</summary>
    public static Task<List<ImageClass>> ReadAsync(WarpGradDbContext database, Guid versionId, CancellationToken cancellation) =>
        database.DatasetClasses.AsNoTracking()
            .Where(c => c.VersionId == versionId)
            .OrderBy(c => c.Index)
            .Select(c => new ImageClass(c.Group, c.Name, c.Split, c.FirstImage, c.Images))
            .ToListAsync(cancellation);
}
