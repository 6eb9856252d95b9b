using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using WarpGrad.Contracts;
using WarpGrad.Jobs.Datasets;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests;

/// <summary>Uploads that mean harm.</summary>
public sealed class HostileZipTests
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] Plain = [.. Enumerable.Range(0, 6).SelectMany(c => new[] { $"c{c}/a.png", $"c{c}/b.png" })];

    [Fact]
    public void A_directory_of_more_entries_than_a_dataset_has_images_is_refused_before_it_is_read()
    {
        using var bytes = new MemoryStream();
        // Only the directory's end is real: it says that the directory began 65 MiB before.
        bytes.SetLength(65 * 1024 * 1024);
        bytes.Position = bytes.Length;
        bytes.Write(Ending(start: 0));

        Assert.Contains("too many files", Assert.Throws<ImportRefusedException>(() => ZipDirectory.Check(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(10, 2)]
    [InlineData(16, 4)]
    public void A_directory_that_a_second_end_places_elsewhere_is_measured_there_whichever_field_says_so(int field, int length)
    {
        using var bytes = new MemoryStream();
        bytes.SetLength(65 * 1024 * 1024);
        bytes.Position = bytes.Length;
        var start = bytes.Length;
        // The second end is all zeros: it says that the directory begins where the file does.
        var second = new byte[56];
        BinaryPrimitives.WriteUInt32LittleEndian(second, 0x06064b50);
        bytes.Write(second);
        var locator = new byte[20];
        BinaryPrimitives.WriteUInt32LittleEndian(locator, 0x07064b50);
        BinaryPrimitives.WriteInt64LittleEndian(locator.AsSpan(8), start);
        bytes.Write(locator);
        var end = Ending((uint)start);
        end.AsSpan(field, length).Fill(byte.MaxValue);
        bytes.Write(end);

        Assert.Contains("too many files", Assert.Throws<ImportRefusedException>(() => ZipDirectory.Check(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_of_the_size_of_a_dataset_is_read()
    {
        using var bytes = Pack(Plain);

        ZipDirectory.Check(bytes);

        Assert.Equal(0, bytes.Position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK")]
    [InlineData("this is a text that somebody has given the ending of a zip")]
    public void A_file_without_a_directory_is_no_zip(string content)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(content));

        Assert.Throws<InvalidDataException>(() => ZipDirectory.Check(bytes));
    }

    [Fact]
    public void More_images_than_the_limit_are_refused_from_the_directory()
    {
        using var bytes = Pack([.. Plain, .. Enumerable.Range(0, Limits.DatasetImages).Select(i => $"c0/{i}.png")], empty: true);
        using var zip = new ZipArchive(bytes, ZipArchiveMode.Read);

        Assert.Contains($"at most {Limits.DatasetImages}", Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_unpacks_to_no_more_than_the_directory_says()
    {
        using var packed = Pack(Plain);
        var bytes = packed.ToArray();
        // The first header of the directory: its unpacked size stands at offset 24.
        var header = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(header + 24), 10);
        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);

        Assert.InRange(ZipEntryBytes.Read(zip.Entries[0], Limits.ImageBytes).Length, 0, 10);
    }

    [Fact]
    public void A_zip_in_a_zip_is_not_opened()
    {
        using var inner = Pack(Plain);
        using var bytes = new MemoryStream();
        using (var outer = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            TinyImages.Add(outer, "c0/inner.zip", inner.ToArray());
        using var zip = new ZipArchive(bytes, ZipArchiveMode.Read);

        Assert.Contains("no images", Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c0/a\0.png")]
    [InlineData("c0/a\r\nSet-Cookie: x.png")]
    public void A_name_with_control_characters_is_refused_and_shown_without_them(string name)
    {
        using var bytes = Pack([.. Plain, name]);
        using var zip = new ZipArchive(bytes, ZipArchiveMode.Read);

        Assert.DoesNotContain(Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, char.IsControl);
    }

    [Fact]
    public void A_long_name_is_cut_between_characters_so_that_the_message_can_be_stored()
    {
        // The cut at 120 would fall into the middle of the last character.
        using var bytes = Pack([.. Plain, $"../{new string('a', 116)}😀.png"]);
        using var zip = new ZipArchive(bytes, ZipArchiveMode.Read);

        var message = Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message;

        Assert.Equal(message, Strict.GetString(Strict.GetBytes(message)));
    }

    [Fact]
    public void An_entry_that_is_there_twice_is_refused()
    {
        using var bytes = Pack([.. Plain, Plain[0]]);
        using var zip = new ZipArchive(bytes, ZipArchiveMode.Read);

        Assert.Contains("twice", Assert.Throws<ImportRefusedException>(() => ZipLayout.Read(zip)).Message, StringComparison.Ordinal);
    }

    private static MemoryStream Pack(IEnumerable<string> names, bool empty = false)
    {
        var bytes = new MemoryStream();
        var image = empty ? [] : TinyImages.Png(1, 1);
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var name in names)
                TinyImages.Add(zip, name, image);
        return bytes;
    }

    private static byte[] Ending(uint start)
    {
        var end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), start);
        return end;
    }
}
