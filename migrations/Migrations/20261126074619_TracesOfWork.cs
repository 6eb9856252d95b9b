using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WarpGrad.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class TracesOfWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "QueuedAt",
                table: "runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TraceParent",
                table: "runs",
                type: "character varying(55)",
                maxLength: 55,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TraceParent",
                table: "adaptations",
                type: "character varying(55)",
                maxLength: 55,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "QueuedAt",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "TraceParent",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "TraceParent",
                table: "adaptations");
        }
    }
}
