using System.Text.Json;
using WarpGrad.Client;

namespace WarpGrad.Web.Shared;

/// <summary>What the browser hears of an upload it sends by itself.</summary>
public static class UploadAnswer
{
    /// <summary>The refusal in an answer; status 0 is a lost connection.</summary>
    public static Problem ProblemOf(int status, string body)
    {
        if (status == 0)
            return new Problem { Detail = "The connection was lost during the upload, or the server refused the file before it was sent whole. Try again." };
        try
        {
            return JsonSerializer.Deserialize<Problem>(body, JsonSerializerOptions.Web) ?? new Problem { Status = status };
        }
        catch (JsonException)
        {
            return new Problem { Status = status };
        }
    }
}
