using System.Runtime.Versioning;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Tests.Compute;

/// <summary>Files that hold what must not stay: others' images, and gigabytes of points. Windows removes by itself what a killed process had open.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TemporaryFileTests
{
    [Fact]
    public void A_file_for_the_moment_has_no_name_that_could_outlive_a_killed_process()
    {
        using var file = TemporaryFile.Create();

        file.Write([1, 2, 3]);
        file.Position = 0;

        Assert.False(File.Exists(file.Name));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.SafeFileHandle));
        Assert.Equal([1, 2, 3], new BinaryReader(file).ReadBytes(4));
    }
}
