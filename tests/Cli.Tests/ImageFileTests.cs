using WarpGrad.Cli.Models;

namespace WarpGrad.Cli.Tests;

/// <summary>Images of a folder.</summary>
public sealed class ImageFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("warpgrad-images-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Folders_are_labels_and_other_files_are_left_out()
    {
        foreach (var path in new[] { "cat/2.png", "cat/1.JPG", "dog/1.png", "dog/notes.txt", "loose.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.FullName, path))!);
            File.WriteAllBytes(Path.Combine(_folder.FullName, path), []);
        }

        var images = ImageFile.In(_folder);

        Assert.Equal([null, "cat", "cat", "dog"], images.Select(image => image.Label));
        Assert.Equal(["loose.png", "1.JPG", "2.png", "1.png"], images.Select(image => Path.GetFileName(image.Path)));
    }

    [Fact]
    public void A_folder_without_images_is_refused() => Assert.Throws<CliException>(() => ImageFile.In(_folder));
}
