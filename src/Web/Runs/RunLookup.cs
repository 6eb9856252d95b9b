using System.Net;
using WarpGrad.Client;
using WarpGrad.Client.Runs;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Web.Runs;

/// <summary>Looks up runs that may be gone by then.</summary>
public static class RunLookup
{
    /// <summary>A run; null when it was deleted.</summary>
    /// <param name="runs">The server's runs.</param>
    /// <param name="id">Id of the run.</param>
    public static async Task<RunSummary?> FindAsync(this RunsClient runs, Guid id)
    {
        try
        {
            return (await runs.GetAsync(id)).Summary;
        }
        catch (WarpGradException refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
