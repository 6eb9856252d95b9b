namespace WarpGrad.Engine.Compute;

/// <summary>Files for the moment. Nobody else can read them, and nothing stays of them, however the process ends.</summary>
public static class TemporaryFile
{
    private const int BufferSize = 81920;

    /// <summary>Makes a file; its room is free again once it is disposed, or the process is no more.</summary>
    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferSize,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"warpgrad-{Guid.NewGuid():N}"), options);

        // Who is killed closes nothing in order. What is open needs no name here, and goes with the last who has it open.
        if (!OperatingSystem.IsWindows())
            File.Delete(file.Name);
        return file;
    }
}
