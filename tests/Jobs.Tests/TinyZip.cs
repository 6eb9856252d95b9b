using System.IO.Compression;
using System.Text;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests;

/// <summary>Zips of tiny images and texts, made in memory.</summary>
internal static class TinyZip
{
    private static readonly byte[] Image = TinyImages.Png(1, 1);

    /// <summary>A zip with an image at each path, and the texts.</summary>
    public static ZipArchive Open(IEnumerable<string> images, params (string Name, string Content)[] texts)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in images)
                TinyImages.Add(zip, name, Image);
            foreach (var (name, content) in texts)
                TinyImages.Add(zip, name, Encoding.UTF8.GetBytes(content));
        }

        return new ZipArchive(bytes, ZipArchiveMode.Read);
    }
}
