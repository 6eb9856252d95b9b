using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WarpGrad.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class RunQueueAndRetention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_model_versions_runs_RunId",
                table: "model_versions");

            migrationBuilder.DropColumn(
                name: "EnqueuedAt",
                table: "runs");

            migrationBuilder.AddColumn<int>(
                name: "FruitlessTakeovers",
                table: "runs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Priority",
                table: "runs",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Normal");

            migrationBuilder.AddColumn<double>(
                name: "SecondsLeft",
                table: "runs",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Imported",
                table: "model_versions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql("""UPDATE model_versions SET "Imported" = true WHERE "RunId" IS NULL""");

            migrationBuilder.AddColumn<double>(
                name: "Score",
                table: "checkpoints",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddForeignKey(
                name: "FK_model_versions_runs_RunId",
                table: "model_versions",
                column: "RunId",
                principalTable: "runs",
                principalColumn: "Id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_model_versions_runs_RunId",
                table: "model_versions");

            migrationBuilder.DropColumn(
                name: "FruitlessTakeovers",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Priority",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "SecondsLeft",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Imported",
                table: "model_versions");

            migrationBuilder.DropColumn(
                name: "Score",
                table: "checkpoints");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "EnqueuedAt",
                table: "runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddForeignKey(
                name: "FK_model_versions_runs_RunId",
                table: "model_versions",
                column: "RunId",
                principalTable: "runs",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }
    }
}
