using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using WarpGrad.Client;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Tests;

/// <summary>A browser for components, without a server: what asks the server gets no answer.</summary>
public abstract class Page : BunitContext, IAsyncLifetime
{
    // The usual second is too short where the machine is busy; what comes at once is not waited for.
    static Page() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    protected Page()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddScoped<Browser>().AddScoped<Notices>().AddScoped<Session>().AddScoped<WarpGrad.Web.TryIt.ImageHandover>();
        Services.AddSingleton(new SignedOutSignal());
        Services.AddSingleton(new WarpGradClient(new HttpClient { BaseAddress = new Uri("http://nowhere.invalid/") }));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    // Some of MudBlazor's services can only be disposed asynchronously.
    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();
}
