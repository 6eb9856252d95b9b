namespace WarpGrad.Contracts.Uploads;

/// <summary>Names of the tus protocol (https://tus.io/protocols/resumable-upload), by which files are sent in parts.</summary>
public static class TusHeaders
{
    /// <summary>The version spoken, in requests and answers.</summary>
    public const string Resumable = "Tus-Resumable";

    /// <summary>The one version there is.</summary>
    public const string Version = "1.0.0";

    /// <summary>Bytes in all.</summary>
    public const string Length = "Upload-Length";

    /// <summary>Bytes that are stored; in a request, where its bytes belong.</summary>
    public const string Offset = "Upload-Offset";

    /// <summary>What is said about the file: keys with values in base64, separated by commas.</summary>
    public const string Metadata = "Upload-Metadata";

    /// <summary>When the upload is forgotten.</summary>
    public const string Expires = "Upload-Expires";

    /// <summary>Media type of a part of a file.</summary>
    public const string PartType = "application/offset+octet-stream";
}
