using WarpGrad.Cli.Models;

namespace WarpGrad.Cli.Tests;

/// <summary>What is left of a download.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string Model => Path.Combine(_folder.FullName, "model.safetensors");

    [Fact]
    public async Task A_download_that_breaks_off_leaves_no_file_and_can_be_tried_again()
    {
        await Assert.ThrowsAsync<IOException>(() => ModelsCommand.WriteAsync(new BrokenStream(), Model, CancellationToken.None));
        Assert.False(File.Exists(Model));

        await ModelsCommand.WriteAsync(new MemoryStream([1, 2, 3]), Model, CancellationToken.None);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Model));
    }

    [Fact]
    public async Task A_file_that_is_there_stays_as_it_is()
    {
        await File.WriteAllBytesAsync(Model, [9]);

        await Assert.ThrowsAsync<IOException>(() => ModelsCommand.WriteAsync(new MemoryStream([1, 2, 3]), Model, CancellationToken.None));

        Assert.Equal([9], await File.ReadAllBytesAsync(Model));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class BrokenStream : MemoryStream
    {
        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(new byte[] { 1 }, cancellationToken);
            throw new IOException("The response ended prematurely.");
        }
    }
}
