# Runs as root in the stage `build` of each application's Dockerfile: builds the applications from /source and extracts each
# to /extracted, in two layers: the libraries, and what changes with every build.
set -eu
applications='api-service embedding-worker graph-worker'

# The build starts PostgreSQL to generate tables, and PostgreSQL refuses to run as root.
useradd --uid 10001 --create-home build
chown -R build /source
cd /source
runuser --user build -- mvn -B -ntp -q -Dmaven.repo.local=/maven -Dmemlog.console.skip=true -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -pl "$(echo "$applications" | tr ' ' ',')" -am package

for application in $applications; do
    extracted=/extracted/$application
    cp "$application/target/$application"-*-exec.jar "$application.jar"
    java -Djarmode=tools -jar "$application.jar" extract --layers --destination "$extracted"
    cp -R "$extracted/snapshot-dependencies/." "$extracted/spring-boot-loader/." "$extracted/application"
done
