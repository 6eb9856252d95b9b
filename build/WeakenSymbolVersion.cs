using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Marks one required symbol version of a 64-bit little-endian ELF library as weak (<c>VER_FLG_WEAK</c>), unless this machine's
/// providing library has that version. Running it again changes nothing.
/// </summary>
public class WeakenSymbolVersion : Task
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    [Required]
    public string Library { get; set; }

    [Required]
    public string Version { get; set; }

    [Required]
    public string Provider { get; set; }

    public override bool Execute()
    {
        if (ProvidedHere())
            return true;
        var file = File.ReadAllBytes(Library);
        var flags = FindFlags(file);
        if (flags < 0)
        {
            Log.LogError("{0} does not ask for {1}: this step is out of date.", Library, Version);
            return false;
        }

        var value = BitConverter.ToUInt16(file, flags);
        if ((value & WeakFlag) != 0)
            return true;
        file[flags] |= (byte)WeakFlag;
        Replace(file);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} is now a weak requirement.", Library, Version);
        return true;
    }

    /// <summary>A new file takes the old one's name: an output that is a link into the package cache must not be written through.</summary>
    private void Replace(byte[] content)
    {
        var written = File.GetLastWriteTimeUtc(Library);
        var temporary = Library + ".weak";
        File.WriteAllBytes(temporary, content);
        File.SetLastWriteTimeUtc(temporary, written);
        File.Delete(Library);
        File.Move(temporary, Library);
    }

    private bool ProvidedHere()
    {
        var folders = new[] { "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib" };
        var path = folders.Select(folder => Path.Combine(folder, Provider)).FirstOrDefault(File.Exists);
        return path != null && Contains(File.ReadAllBytes(path), Encoding.ASCII.GetBytes(Version + "\0"));
    }

    private static bool Contains(byte[] where, byte[] what)
    {
        for (var at = Array.IndexOf(where, what[0]); at >= 0 && at <= where.Length - what.Length; at = Array.IndexOf(where, what[0], at + 1))
        {
            var same = 1;
            while (same < what.Length && where[at + same] == what[same])
                same++;
            if (same == what.Length)
                return true;
        }

        return false;
    }

    /// <summary>Offset of <c>vna_flags</c> of the entry for <see cref="Version"/>, or -1.</summary>
    private int FindFlags(byte[] elf)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
            return -1;
        var sections = (int)BitConverter.ToUInt64(elf, 0x28);
        int size = BitConverter.ToUInt16(elf, 0x3a), count = BitConverter.ToUInt16(elf, 0x3c);
        for (var i = 0; i < count; i++)
        {
            var section = sections + i * size;
            if (BitConverter.ToUInt32(elf, section + 4) != VersionNeedSection)
                continue;
            var names = (int)BitConverter.ToUInt64(elf, sections + (int)BitConverter.ToUInt32(elf, section + 40) * size + 24);
            return FindEntry(elf, (int)BitConverter.ToUInt64(elf, section + 24), names);
        }

        return -1;
    }

    private int FindEntry(byte[] elf, int need, int names)
    {
        while (true)
        {
            var entry = need + (int)BitConverter.ToUInt32(elf, need + 8);
            for (int left = BitConverter.ToUInt16(elf, need + 2); left > 0; left--)
            {
                if (Name(elf, names + (int)BitConverter.ToUInt32(elf, entry + 8)) == Version)
                    return entry + 4;
                entry += (int)BitConverter.ToUInt32(elf, entry + 12);
            }

            var next = (int)BitConverter.ToUInt32(elf, need + 12);
            if (next == 0)
                return -1;
            need += next;
        }
    }

    private static string Name(byte[] elf, int at)
    {
        return Encoding.ASCII.GetString(elf, at, Array.IndexOf(elf, (byte)0, at) - at);
    }
}
