using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using MudBlazor;
using MudBlazor.Services;
using WarpGrad.Client;
using WarpGrad.Web;
using WarpGrad.Web.Layout;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;
using WarpGrad.Web.TryIt;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");

var signedOut = new SignedOutSignal();
var http = new HttpClient(new SignedOutHandler(signedOut)) { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress), Timeout = TimeSpan.FromMinutes(5) };

builder.Services.AddSingleton(signedOut);
builder.Services.AddSingleton(new WarpGradClient(http));
builder.Services.AddSingleton<Browser>();
builder.Services.AddSingleton<Session>();
builder.Services.AddSingleton<TeamChanges>();
builder.Services.AddSingleton<ImageHandover>();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddScoped<Notices>();
builder.Services.AddMudServices(services =>
{
    services.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
    services.SnackbarConfiguration.PreventDuplicates = true;
    services.SnackbarConfiguration.VisibleStateDuration = 6000;
});

await builder.Build().RunAsync();
